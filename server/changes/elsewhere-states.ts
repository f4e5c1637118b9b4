import { diff, type SkillDifference } from '../../shared/diff.ts';
import type { Edit } from '../../shared/edit.ts';
import { sameValue } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { assignedProfile, assignmentOf } from './assigned-profile.ts';
import { assignmentBase } from './edit-fields.ts';
import type { AccountedState, Noticed, Watched } from './elsewhere-ports.ts';
import type { Actor, TeamAssignment } from './ports.ts';

/** In the place of a person: who it was, nobody tells us. */
export const elsewhereActor: Actor = { id: 'elsewhere', name: 'Not through Skilldesk', email: '' };

type State = Omit<AccountedState, 'at' | 'number'>;

/** Everything that can be changed around us, as the snapshot knows it; a profile that was not read yet is not in it. */
export function statesOf({ skillProfiles, users, teams }: Organization): State[] {
  const ofProfiles = [...skillProfiles.values()].flatMap(({ id, name, stamp, content }): State[] =>
    content ? [{ kind: 'skill-profile', id, name, stamp, values: content.values }] : [],
  );
  const assigned = (kind: 'user' | 'team') =>
    [...(kind === 'user' ? users : teams).values()].map(({ id, skillProfileId }): State => ({
      kind,
      id,
      name: '',
      stamp: '',
      values: assignmentBase(skillProfileId),
    }));
  return [...ofProfiles, ...assigned('user'), ...assigned('team')];
}

export const keyOf = ({ kind, id }: Watched): string => `${kind}/${id}`;

export const isSame = (one: SkillValues, other: SkillValues): boolean =>
  one.size === other.size && [...one].every(([skillId, value]) => sameValue(value, other.get(skillId) ?? null));

/**
 * Whether a reading is of a later or an earlier state than another, by the versions and times that Webex gave both. `unknown`: they are the
 * same, contradict each other or are missing, and say nothing.
 */
export function orderOf(stamp: string, known: string): 'later' | 'earlier' | 'unknown' {
  const before = numbersOf(known);
  const signs = numbersOf(stamp)
    .map((number, at) => Math.sign(number - (before[at] ?? NaN)))
    .filter((sign) => sign === 1 || sign === -1);
  const [sign, ...others] = new Set(signs);
  if (sign === undefined || others.length > 0) return 'unknown';
  return sign === 1 ? 'later' : 'earlier';
}

/** The later one of two stamps of the same object; one that says nothing is not. */
export const latestStamp = (stamp: string, known: string): string =>
  orderOf(stamp, known) === 'earlier' || numbersOf(stamp).every(Number.isNaN) ? known : stamp;

const numbersOf = (stamp: string) => stamp.split('@').map((number) => (number === '?' ? NaN : Number(number || NaN)));

/** A value of a skill that we have not heard of cannot be read yet: it is told when we have. */
export function differencesOf(
  { kind, values }: AccountedState,
  now: SkillValues,
  { skills }: Organization,
): SkillDifference[] {
  const isKnown = ({ skillId, after }: SkillDifference) =>
    kind !== 'skill-profile' || after === null || skills.has(skillId);
  return diff(values, now).filter(isKnown);
}

/** What was done, in the words of an edit, so that it is found, shown and undone as one. */
export function editOf({ before, now, differences }: Omit<Noticed, 'organization'>): Edit | TeamAssignment {
  const { kind, id, name } = before;
  if (kind === 'skill-profile') {
    const set = differences.flatMap(({ skillId, after: value }) => (value === null ? [] : [{ skillId, value }]));
    const remove = differences.filter(({ after }) => after === null).map(({ skillId }) => skillId);
    return { skillProfileId: id, revision: '', set, remove, ...(!now && { deleted: { name } }) };
  }
  const assignment = assignmentOf(differences.find(({ skillId }) => skillId === assignedProfile));
  return kind === 'user' ? { userId: id, ...assignment } : { teamId: id, ...assignment };
}
