import type { ActiveSkill, EnumSkillValue, Skill, SkillProfile, SkillType } from './organization.ts';
import type { Json } from './json-object.ts';
import type { World } from './world.ts';

const publishedTypes: Record<SkillType, string> = {
  PROFICIENCY: 'Proficiency',
  BOOLEAN: 'Boolean',
  TEXT: 'Text',
  ENUM: 'enum',
};

export function writtenSkillType(world: World, type: SkillType): string {
  return world.switches.skillTypeCase === 'upper' ? type : publishedTypes[type];
}

export function findEnumSkillValue(world: World, valueId: string): { skill: Skill; value: EnumSkillValue } | undefined {
  for (const skill of world.organization.skills.values()) {
    const value = skill.enumSkillValues.find(({ id }) => id === valueId);
    if (value) return { skill, value };
  }
  return undefined;
}

export function skillDocument(world: World, skill: Skill): Json {
  return { ...skill, skillType: writtenSkillType(world, skill.skillType), systemDefault: false };
}

const valueFields = ['proficiencyValue', 'booleanValue', 'textValue'] as const;

function activeSkillDocument(world: World, entry: ActiveSkill, details: boolean): Json {
  const otherTypes =
    world.switches.otherTypesFields === 'null' ? Object.fromEntries(valueFields.map((field) => [field, null])) : {};
  const skillName = world.organization.skills.get(entry.skillId)?.name;
  return { ...otherTypes, ...entry, ...(details && skillName !== undefined ? { skillName } : {}) };
}

export function skillProfileDocument(world: World, profile: SkillProfile, details = false): Json {
  return {
    ...profile,
    activeSkills: profile.activeSkills.map((entry) => activeSkillDocument(world, entry, details)),
    activeEnumSkills: profile.activeEnumSkills.map((entry) => {
      const found = details ? findEnumSkillValue(world, entry.enumSkillValueId) : undefined;
      if (!found) return { ...entry };
      return {
        ...entry,
        enumSkillId: found.skill.id,
        enumSkillName: found.skill.name,
        enumSkillValue: found.value.name,
      };
    }),
  };
}
