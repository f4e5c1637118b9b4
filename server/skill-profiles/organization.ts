import type { QueueSkillRequirement } from '../../shared/queue-match.ts';
import type { Skill, SkillValue } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import type { UserProfile } from '../identity/ports.ts';
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
  userProfileId: string | null;
  active: boolean;
  contactCenterEnabled: boolean;
}

/** The user profile of supervisors or administrators. */
export interface SupervisorProfile extends UserProfile {
  id: string;
  stamp: string;
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
  /** Of supervisors and administrators; none where Webex does not show them to Skilldesk. */
  supervisorProfiles: ReadonlyMap<string, SupervisorProfile>;
  /** By skill: those that some queue requires, as far as they were read. */
  dynamicSkills: ReadonlyMap<string, DynamicSkillValues>;
}

export const isInScope = (scope: { teamIds: readonly string[] }, user: User): boolean =>
  user.teamIds.some((teamId) => scope.teamIds.includes(teamId));

/**
 * The effective profile is the user's own, else that of the team he is signed in with. Which team that is nobody can say beforehand: where
 * his teams differ, one of them has no profile, or one is not in the snapshot, `skillProfileId` is null and `source` says that a team decides.
 */
export function effectiveProfile(
  organization: Organization,
  user: User,
): { skillProfileId: string | null; source: 'own' | 'team' | 'none' } {
  if (user.skillProfileId !== null) return { skillProfileId: user.skillProfileId, source: 'own' };
  const ofTeams = new Set(user.teamIds.map((id) => organization.teams.get(id)?.skillProfileId));
  const [first, ...others] = ofTeams;
  if (ofTeams.size === 0 || (first === null && others.length === 0)) return { skillProfileId: null, source: 'none' };
  return { skillProfileId: others.length === 0 ? (first ?? null) : null, source: 'team' };
}

/** What holds for a user; undefined where that is not known. */
export function effectiveValues(organization: Organization, user: User): SkillValues | undefined {
  const { skillProfileId, source } = effectiveProfile(organization, user);
  if (source === 'none') return new Map();
  return skillProfileId === null ? undefined : organization.skillProfiles.get(skillProfileId)?.content?.values;
}

/** Everybody who has a profile: teams, users by their own, and users of whom a team decides and one of whose teams has it. */
export interface Holders {
  teams: Team[];
  users: User[];
}

interface Found {
  teams: Organization['teams'];
  holders: ReadonlyMap<string, Holders>;
}

/** By the users that they were found among. */
const found = new WeakMap<Organization['users'], Found>();

/**
 * The holders of every profile at once: one walk over the users instead of one for each profile, and none as long as it is known that neither
 * users nor teams have changed.
 */
export function holdersOfProfiles({ users, teams }: Pick<Organization, 'users' | 'teams'>): Found['holders'] {
  const before = found.get(users);
  if (before?.teams === teams) return before.holders;
  const holders = findHolders({ users, teams });
  found.set(users, { teams, holders });
  return holders;
}

function findHolders(organization: Pick<Organization, 'users' | 'teams'>): ReadonlyMap<string, Holders> {
  const all = new Map<string, Holders>();
  const holders = (id: string) => {
    const found = all.get(id) ?? { teams: [], users: [] };
    all.set(id, found);
    return found;
  };
  for (const team of organization.teams.values()) {
    if (team.skillProfileId !== null) holders(team.skillProfileId).teams.push(team);
  }
  for (const user of organization.users.values()) {
    for (const id of possibleProfiles(organization, user)) holders(id).users.push(user);
  }
  return all;
}

export const nobody: Holders = { teams: [], users: [] };

/** How many of the holders are neither one of these teams nor in one. A disabled user counts: he would take contacts again by what the profile says then. */
export const outside = ({ teams, users }: Holders, teamIds: readonly string[]): number =>
  teams.filter(({ id }) => !teamIds.includes(id)).length + users.filter((user) => !isInScope({ teamIds }, user)).length;

/** Who has a profile, as one person is told: active users and teams in his scope, and how many of either outside. */
export interface ProfileUse {
  agents: number;
  teamIds: string[];
  outsideScope: number;
}

export function useWithin(scope: Pick<Scope, 'teamIds'>, holders: Holders): ProfileUse {
  return {
    agents: holders.users.filter((user) => user.active && isInScope(scope, user)).length,
    teamIds: holders.teams.map(({ id }) => id).filter((id) => scope.teamIds.includes(id)),
    outsideScope: outside(holders, scope.teamIds),
  };
}

/** Those of which one is effective. */
export function possibleProfiles(organization: Pick<Organization, 'teams'>, user: User): string[] {
  if (user.skillProfileId !== null) return [user.skillProfileId];
  const ofTeams = user.teamIds.map((id) => organization.teams.get(id)?.skillProfileId ?? null);
  return [...new Set(ofTeams.filter((id) => id !== null))];
}
