import { isAssignment, type Edit, type ValuesEdit } from '../../shared/edit.ts';
import { diff, withDifferences, type SkillDifference } from '../../shared/diff.ts';
import { merge } from '../../shared/merge.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import type { Scope } from '../identity/session.ts';
import type { Organization, User } from '../skill-profiles/organization.ts';

const none: SkillValues = new Map();

/** A profile that an agent may have; null is none, undefined one that cannot be told because his team is not in the snapshot. */
export type PossibleProfile = string | null | undefined;

/**
 * Who works with which profile and what stands in it: as it is, or as it would be. Undefined values: a profile that was not read. An agent of
 * several teams works with the profile of the one he signs in with, so that each of them counts as possible.
 */
export class Staffing {
  readonly #organization: Organization;
  readonly #contents = new Map<string, SkillValues>();
  readonly #assigned = new Map<string, string | null>();

  constructor(organization: Organization, edits: readonly Edit[] = []) {
    this.#organization = organization;
    for (const edit of edits) {
      if (isAssignment(edit)) this.#assigned.set(edit.userId, edit.toSkillProfileId);
      else {
        const before = organization.skillProfiles.get(edit.skillProfileId)?.content?.values;
        if (before) this.#contents.set(edit.skillProfileId, edited(before, edit));
      }
    }
  }

  values(skillProfileId: PossibleProfile): SkillValues | undefined {
    if (skillProfileId === undefined) return undefined;
    if (skillProfileId === null) return none;
    return this.#contents.get(skillProfileId) ?? this.#organization.skillProfiles.get(skillProfileId)?.content?.values;
  }

  /** The profiles of which one is effective, at least one. */
  profilesOf(user: User): PossibleProfile[] {
    const assigned = this.#assigned.get(user.id);
    const own = assigned === undefined ? user.skillProfileId : assigned;
    if (own !== null) return [own];
    const ofTeams = user.teamIds.map((id) => this.#organization.teams.get(id)?.skillProfileId);
    return ofTeams.length === 0 ? [null] : [...new Set(ofTeams)];
  }
}

/** As if nobody had changed anything since: whoever did is found out when it is written. */
function edited(before: SkillValues, edit: ValuesEdit): SkillValues {
  const merged = merge(before, before, edit);
  return merged.result === 'write' ? withDifferences(before, merged.diff) : before;
}

/**
 * What changes for whoever has the edited profile, or for the agent who gets another. Undefined where something was not read, or where one of
 * his profiles is not this person's to see.
 */
export function differencesOf(
  edit: Edit,
  before: Staffing,
  after: Staffing,
  { users }: Organization,
  { skillProfileIds }: Pick<Scope, 'skillProfileIds'>,
): SkillDifference[] | undefined {
  const user = isAssignment(edit) ? users.get(edit.userId) : undefined;
  const [from, ...othersFrom] = user ? before.profilesOf(user) : [targetProfile(edit)];
  const [to, ...othersTo] = user ? after.profilesOf(user) : [targetProfile(edit)];
  if (othersFrom.length + othersTo.length > 0) return undefined;
  const isVisible = (id: PossibleProfile) => typeof id !== 'string' || skillProfileIds.includes(id);
  if (!isVisible(from) || !isVisible(to)) return undefined;
  const [old, next] = [before.values(from), after.values(to)];
  return old && next ? diff(old, next) : undefined;
}

const targetProfile = (edit: Edit): string | null => (isAssignment(edit) ? null : edit.skillProfileId);
