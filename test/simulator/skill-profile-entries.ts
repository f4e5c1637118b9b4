import { isObject, without, type Json } from './json-object.ts';
import type { ActiveEnumSkill, ActiveSkill, Skill, SkillProfile, Stored } from './organization.ts';
import { stableId } from './seeded-generator.ts';
import { findEnumSkillValue } from './skill-documents.ts';
import { configurationError, invalid } from './webex-error.ts';
import type { World } from './world.ts';

export const storedFields = ['id', 'organizationId', 'version', 'createdTime', 'lastUpdatedTime'] as const;
const valueFields = ['proficiencyValue', 'booleanValue', 'textValue'] as const;

/** What the database says of a second row for one skill; Webex passes it on as it is. */
function duplicateEntry(profileId: string, skillId: string): Error {
  const key = stableId('unique-key', 'active_skill').replaceAll('-', '').slice(0, 24).toUpperCase();
  return configurationError(409, `Duplicate entry '${profileId}-${skillId}' for key 'active_skill.UK${key}'`);
}

export function entriesOf(body: Json, field: 'activeSkills' | 'activeEnumSkills'): Json[] {
  const entries = body[field] ?? [];
  if (!Array.isArray(entries) || !entries.every(isObject)) throw invalid(`${field} must be a list of objects`);
  return entries;
}

/** Fields that the stored document has and this simulator does not know: they live on only if they are sent back. */
export function carriedFields(stored: object | undefined, body: Json, known: readonly string[]): Json {
  const fields = Object.keys(stored ?? {}).filter((field) => !known.includes(field) && field in body);
  return Object.fromEntries(fields.map((field) => [field, body[field]]));
}

function valueOf(skill: Skill, entry: Json): Pick<ActiveSkill, (typeof valueFields)[number]> {
  const { proficiencyValue, booleanValue, textValue } = entry;
  switch (skill.skillType) {
    case 'PROFICIENCY':
      if (typeof proficiencyValue !== 'number' || !Number.isInteger(proficiencyValue)) {
        throw invalid('proficiencyValue must be an integer');
      }
      if (proficiencyValue < 0) throw invalid('proficiencyValue must be greater than or equal to 0');
      if (proficiencyValue > 10) throw invalid('proficiencyValue must be less than or equal to 10');
      return { proficiencyValue };
    case 'BOOLEAN':
      if (typeof booleanValue !== 'boolean') throw invalid('booleanValue must not be null');
      return { booleanValue };
    case 'TEXT':
      if (typeof textValue !== 'string') throw invalid('textValue must not be null');
      if (textValue.length > 100) throw invalid('textValue size must be between 0 and 100');
      return { textValue };
    case 'ENUM':
      throw invalid(`Skill ${skill.name} is an enum skill and belongs in activeEnumSkills`);
  }
}

/** The kept row with what changed; a row in which nothing changed keeps its version. */
function keptRow<T extends Stored>(world: World, kept: T, next: T): T {
  return JSON.stringify(kept) === JSON.stringify(next) ? kept : world.nextVersion(kept, next);
}

const foreignEntry = (id: unknown): Error =>
  invalid(`Active skill ${JSON.stringify(id)} does not exist in this skill profile`);

export function activeSkills(world: World, body: Json, profileId: string, stored?: SkillProfile): ActiveSkill[] {
  const seen = new Set<string>();
  return entriesOf(body, 'activeSkills').map((entry): ActiveSkill => {
    const { skillId, id } = entry;
    const skill = typeof skillId === 'string' ? world.organization.skills.get(skillId) : undefined;
    if (!skill) throw invalid(`Skill ${JSON.stringify(skillId)} does not exist`);
    if (seen.has(skill.id)) throw duplicateEntry(profileId, skill.id);
    seen.add(skill.id);
    const value = valueOf(skill, entry);
    const kept = stored?.activeSkills.find((active) => active.skillId === skill.id);
    if (id === undefined || id === null) {
      // Webex inserts before it deletes, so the row that was there makes the unique key fail.
      if (kept) throw duplicateEntry(profileId, skill.id);
      return { ...world.newlyStored(), skillId: skill.id, ...value };
    }
    if (!kept || kept.id !== id) throw foreignEntry(id);
    const known = [...storedFields, ...valueFields, 'skillId'];
    const foreign = Object.keys(kept).filter((field) => !known.includes(field));
    const next = { ...without(kept, ...valueFields, ...foreign), ...value, ...carriedFields(kept, entry, known) };
    return keptRow(world, kept, next as ActiveSkill);
  });
}

export function activeEnumSkills(world: World, body: Json, stored?: SkillProfile): ActiveEnumSkill[] {
  if (stored && !('activeEnumSkills' in body)) {
    const { putWithoutEnumArray } = world.switches;
    if (putWithoutEnumArray === 'keeps') return stored.activeEnumSkills;
    if (putWithoutEnumArray === 'refused') throw invalid('activeEnumSkills must not be null');
  }
  const seen = new Set<unknown>();
  return entriesOf(body, 'activeEnumSkills').map((entry): ActiveEnumSkill => {
    const { enumSkillValueId, id } = entry;
    if ('skillId' in entry) throw configurationError(500, null);
    const found = typeof enumSkillValueId === 'string' ? findEnumSkillValue(world, enumSkillValueId) : undefined;
    if (!found) throw invalid(`Enum skill value ${JSON.stringify(enumSkillValueId)} does not exist`);
    if (seen.has(enumSkillValueId)) throw duplicateEntry(stored?.id ?? '', found.value.id);
    seen.add(enumSkillValueId);
    const kept = stored?.activeEnumSkills.find((active) => active.enumSkillValueId === found.value.id);
    if (id !== undefined && id !== null && kept?.id !== id) throw foreignEntry(id);
    return kept ?? { ...world.newlyStored(), enumSkillValueId: found.value.id };
  });
}
