import type { QueueSkillRequirement } from '../../shared/queue-match.ts';
import type { Skill, SkillValue } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import type { Scope } from '../identity/session.ts';

export interface Team {
  id: string;
  name: string;
  skillProfileId: string | null;
}

export interface User {
  id: string;
  ciUserId: string;
  name: string;
  teamIds: string[];
  skillProfileId: string | null;
  active: boolean;
}

/** A profile as the list shows it. `stamp` changes whenever Webex says that the profile did. */
export interface ListedProfile {
  id: string;
  name: string;
  description: string;
  stamp: string;
}

/** `content` is absent while the profile has not been read; `stale` when Webex may have a newer one. */
export interface SkillProfile extends ListedProfile {
  content?: ProfileContent;
  stale: boolean;
}

export interface ProfileContent {
  values: SkillValues;
  revision: string;
}

/** A queue that skills decide over: by requirements of its own (`SKILL_BASED`), or by those of its flow (`TEAM_BASED`, routed by skills). */
export interface ListedQueue {
  id: string;
  name: string;
  queueRoutingType: 'SKILL_BASED' | 'TEAM_BASED';
  stamp: string;
}

/** `content` is absent while the queue has not been read by its id: lists leave it out. */
export interface Queue extends ListedQueue {
  content?: QueueContent;
  stale: boolean;
}

export interface QueueContent {
  /** Undefined: Webex did not tell. */
  requirements: (QueueSkillRequirement & { dynamicSkill: boolean })[] | undefined;
  /** Of a `TEAM_BASED` queue: the teams of its call distribution groups. */
  teamIds: string[];
}

/** Who has a dynamic skill, which stands on the user and in no profile. Undefined values: they could not be read. */
export type DynamicSkillValues = ReadonlyMap<string, SkillValue>;

/** The snapshot: the organization's configuration as it was read at `asOf` (milliseconds of the epoch). */
export interface Organization {
  asOf: number;
  skills: ReadonlyMap<string, Skill>;
  teams: ReadonlyMap<string, Team>;
  users: ReadonlyMap<string, User>;
  skillProfiles: ReadonlyMap<string, SkillProfile>;
  queues: ReadonlyMap<string, Queue>;
  /** By skill: those that some queue requires, as far as they were read. */
  dynamicSkills: ReadonlyMap<string, DynamicSkillValues>;
}

export const isInScope = (scope: Scope, user: User): boolean =>
  user.teamIds.some((teamId) => scope.teamIds.includes(teamId));

/** Who has a profile: users by their own or through one of their teams, and teams; inside the scope and outside. */
export interface ProfileUse {
  agents: number;
  teamIds: string[];
  outsideScope: number;
}

/**
 * The effective profile is the user's own, else that of the team he is signed in with. With several teams of different profiles that
 * team is not known: `skillProfileId` is null and `source` says that a team decides.
 */
export function effectiveProfile(
  organization: Organization,
  user: User,
): { skillProfileId: string | null; source: 'own' | 'team' | 'none' } {
  if (user.skillProfileId !== null) return { skillProfileId: user.skillProfileId, source: 'own' };
  const [first, ...others] = teamProfiles(organization, user);
  if (first === undefined) return { skillProfileId: null, source: 'none' };
  return { skillProfileId: others.length === 0 ? first : null, source: 'team' };
}

/** The use of every profile at once: one walk over the users instead of one for each profile. */
export function profileUses(organization: Organization, scope: Scope): ReadonlyMap<string, ProfileUse> {
  const uses = new Map<string, ProfileUse>();
  const useOf = (id: string) => {
    const use = uses.get(id) ?? { agents: 0, teamIds: [], outsideScope: 0 };
    uses.set(id, use);
    return use;
  };
  for (const team of organization.teams.values()) {
    if (team.skillProfileId === null) continue;
    const use = useOf(team.skillProfileId);
    if (scope.teamIds.includes(team.id)) use.teamIds.push(team.id);
    else use.outsideScope += 1;
  }
  for (const user of organization.users.values()) {
    const own = user.skillProfileId === null ? teamProfiles(organization, user) : [user.skillProfileId];
    for (const id of own) {
      const use = useOf(id);
      if (!isInScope(scope, user)) use.outsideScope += 1;
      // A disabled user takes no contacts, but would again with whatever the profile says then: he counts outside the scope only.
      else if (user.active) use.agents += 1;
    }
  }
  return uses;
}

const nobody: ProfileUse = { agents: 0, teamIds: [], outsideScope: 0 };

export const useOf = (uses: ReadonlyMap<string, ProfileUse>, skillProfileId: string): ProfileUse =>
  uses.get(skillProfileId) ?? nobody;

export function teamProfiles(organization: Organization, user: User): string[] {
  const ids = user.teamIds.map((id) => organization.teams.get(id)?.skillProfileId ?? null);
  return [...new Set(ids.filter((id) => id !== null))];
}
