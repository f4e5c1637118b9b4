import { z } from 'zod';
import type { SkillDifference } from '../../../shared/diff.ts';
import type { Skill, SkillType, SkillValue } from '../../../shared/skill.ts';
import type { SkillValues } from '../../../shared/skill-values.ts';

const absent = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);

/** `ActiveSkillDTO`. The fields of the other types may be absent or null. */
const ActiveSkill = z.looseObject({
  skillId: z.string(),
  proficiencyValue: absent(z.number()),
  booleanValue: absent(z.boolean()),
  textValue: absent(z.string()),
});
type ActiveSkill = z.infer<typeof ActiveSkill>;

/** `ActiveEnumSkillDTO`; `enumSkillId` comes with includeSkillDetails only. */
const ActiveEnumSkill = z.looseObject({ enumSkillValueId: z.string(), enumSkillId: absent(z.string()) });
type ActiveEnumSkill = z.infer<typeof ActiveEnumSkill>;

/** `SkillProfileDTO` as GET with includeSkillDetails answers it; every member that we do not know is kept. */
export const SkillProfileDocument = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: absent(z.string()),
  version: absent(z.number()),
  lastUpdatedTime: absent(z.number()),
  activeSkills: absent(z.array(ActiveSkill)),
  activeEnumSkills: absent(z.array(ActiveEnumSkill)),
});
export type SkillProfileDocument = z.infer<typeof SkillProfileDocument>;

type Skills = ReadonlyMap<string, Skill>;

/** The values in a document; the several entries of one ENUM skill gathered in one. */
export function valuesOf(document: SkillProfileDocument, skills: Skills): SkillValues {
  const values = new Map<string, SkillValue>();
  for (const entry of document.activeSkills ?? [])
    values.set(entry.skillId, valueOf(entry, skills.get(entry.skillId)?.skillType));
  for (const entry of document.activeEnumSkills ?? []) {
    const skillId = enumSkillOf(entry, skills);
    const gathered = values.get(skillId);
    values.set(skillId, [...(Array.isArray(gathered) ? (gathered as string[]) : []), entry.enumSkillValueId].sort());
  }
  return values;
}

/**
 * The complete body of the PUT that carries out `differences` and nothing else: kept `activeSkills` entries keep their `id`, new ones have
 * none, `activeEnumSkills` entries never carry `skillId`; `version`, links, times and what includeSkillDetails added are left out.
 */
export function documentWith(
  document: SkillProfileDocument,
  differences: readonly SkillDifference[],
  skills: Skills,
): Record<string, unknown> {
  const kept = without(document, 'version', 'lastUpdatedTime', 'createdTime', 'links', '_links');
  const wanted = new Map(differences.map(({ skillId, after }) => [skillId, after]));
  const enumWanted = new Map([...wanted].filter(([skillId]) => isEnum(skillId, document, skills)));
  return {
    ...kept,
    activeSkills: activeSkills(document, new Map([...wanted].filter(([skillId]) => !enumWanted.has(skillId))), skills),
    activeEnumSkills: activeEnumSkills(document, enumWanted, skills),
  };
}

function activeSkills(
  document: SkillProfileDocument,
  wanted: ReadonlyMap<string, SkillValue | null>,
  skills: Skills,
): unknown[] {
  const present = document.activeSkills ?? [];
  const kept = present
    .filter(({ skillId }) => wanted.get(skillId) !== null)
    .map((entry) => {
      const value = wanted.get(entry.skillId);
      return value === undefined ? entry : { ...entry, ...valueField(value, skills.get(entry.skillId)?.skillType) };
    })
    .map((entry) => without(entry, 'version', 'createdTime', 'lastUpdatedTime', 'skillName', 'links'));
  const added = [...wanted]
    .filter(([skillId, value]) => value !== null && !present.some((entry) => entry.skillId === skillId))
    .map(([skillId, value]) => ({
      ...(document['organizationId'] !== undefined && { organizationId: document['organizationId'] }),
      skillId,
      ...valueField(value, skills.get(skillId)?.skillType),
    }));
  return [...kept, ...added];
}

function activeEnumSkills(
  document: SkillProfileDocument,
  wanted: ReadonlyMap<string, SkillValue | null>,
  skills: Skills,
): unknown[] {
  const present = document.activeEnumSkills ?? [];
  const choice = (skillId: string) => wanted.get(skillId) as string[] | null | undefined;
  const kept = present
    .filter((entry) => {
      const wish = choice(enumSkillOf(entry, skills));
      return wish === undefined || (wish !== null && wish.includes(entry.enumSkillValueId));
    })
    .map((entry) =>
      without(
        entry,
        'enumSkillId',
        'enumSkillName',
        'enumSkillValue',
        'skillId',
        'version',
        'createdTime',
        'lastUpdatedTime',
        'links',
      ),
    );
  const added = [...wanted.keys()]
    .flatMap((skillId) => choice(skillId) ?? [])
    .filter((id) => !present.some((entry) => entry.enumSkillValueId === id))
    .map((enumSkillValueId) => ({ enumSkillValueId }));
  return [...kept, ...added];
}

const isEnum = (skillId: string, document: SkillProfileDocument, skills: Skills): boolean =>
  skills.get(skillId)?.skillType === 'ENUM' ||
  (document.activeEnumSkills ?? []).some((entry) => enumSkillOf(entry, skills) === skillId);

function enumSkillOf({ enumSkillId, enumSkillValueId }: ActiveEnumSkill, skills: Skills): string {
  if (enumSkillId !== undefined) return enumSkillId;
  const owner = [...skills.values()].find(({ enumSkillValues }) =>
    enumSkillValues.some(({ id }) => id === enumSkillValueId),
  );
  // A value of no skill we know still has to be kept and compared, so it stands under its own id.
  return owner?.id ?? enumSkillValueId;
}

/** By the skill's type, never by which field is present: the fields of other types may be there too. Webex leaves default values out. */
function valueOf(entry: ActiveSkill, type: SkillType | undefined): SkillValue {
  switch (type) {
    case 'PROFICIENCY':
      return entry.proficiencyValue ?? 0;
    case 'BOOLEAN':
      return entry.booleanValue ?? false;
    case 'TEXT':
      return entry.textValue ?? '';
    default:
      return entry.textValue ?? entry.proficiencyValue ?? entry.booleanValue ?? '';
  }
}

function valueField(value: SkillValue | null, type: SkillType | undefined): Partial<ActiveSkill> {
  switch (type) {
    case 'PROFICIENCY':
      return { proficiencyValue: value as number };
    case 'BOOLEAN':
      return { booleanValue: value as boolean };
    case 'TEXT':
      return { textValue: value as string };
    default:
      throw new TypeError('A value can be written for a known skill only.');
  }
}

const without = (entry: Record<string, unknown>, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entry).filter(([name, value]) => !names.includes(name) && value !== undefined));
