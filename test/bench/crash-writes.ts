import type { Organization, SkillProfile, User } from '../simulator/organization.ts';

/** One write that Webex carried out: of what, and every value that it changed. */
export interface AppliedWrite {
  target: string;
  /** `skill: before > after`, sorted; empty when it wrote what stood there already. */
  differences: string[];
}

/** How a difference is written down, so that what Webex did and what the journal says can be compared. */
export const difference = (what: string, before: unknown, after: unknown): string =>
  `${what}: ${JSON.stringify(before ?? null)} > ${JSON.stringify(after ?? null)}`;

/** By target and what of it: its value as JSON. */
export type Values = ReadonlyMap<string, string>;

/** Everything that stands now. */
export function standingIn({ skillProfiles, users }: Organization): Values {
  const values = [...skillProfiles].map(([id, profile]) => [id, valuesOf(profile)] as const);
  const assignments = [...users].map(([id, user]) => [id, assignmentOf(user)] as const);
  return new Map(
    [...values, ...assignments].flatMap(([id, of]) =>
      [...of].map(([what, value]) => [`${id} ${what}`, JSON.stringify(value ?? null)] as const),
    ),
  );
}

/** Writes down everything that is stored from now on, and tells of it. */
export function observeWrites(organization: Organization, told: (write: AppliedWrite) => void): void {
  observe(organization.skillProfiles, valuesOf, told);
  observe(organization.users, assignmentOf, told);
}

function observe<Kind>(
  among: Map<string, Kind>,
  valuesOf: (stored: Kind) => Map<string, unknown>,
  told: (write: AppliedWrite) => void,
): void {
  const set = among.set.bind(among);
  among.set = (id, after) => {
    const before = among.get(id);
    set(id, after);
    told({
      target: id,
      differences: compared(before ? valuesOf(before) : new Map<string, unknown>(), valuesOf(after)),
    });
    return among;
  };
}

function compared(before: Map<string, unknown>, after: Map<string, unknown>): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((name) => JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)))
    .map((name) => difference(name, before.get(name), after.get(name)))
    .sort();
}

const valuesOf = ({ name, description, activeSkills, activeEnumSkills }: SkillProfile): Map<string, unknown> =>
  new Map<string, unknown>([
    ['name', name],
    ['description', description],
    ['enum values', activeEnumSkills.map(({ enumSkillValueId }) => enumSkillValueId).sort()],
    ...activeSkills.map(
      ({ skillId, proficiencyValue, booleanValue, textValue }) =>
        [skillId, proficiencyValue ?? booleanValue ?? textValue] as const,
    ),
  ]);

const assignmentOf = ({ skillProfileId, teamIds, active }: User): Map<string, unknown> =>
  new Map<string, unknown>([
    ['skillProfileId', skillProfileId],
    ['teamIds', teamIds],
    ['active', active],
  ]);
