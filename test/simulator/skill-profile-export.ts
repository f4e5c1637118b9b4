import type { Request } from 'express';
import { pageAnswer } from './list-answer.ts';
import type { SkillProfile } from './organization.ts';
import { findEnumSkillValue } from './skill-documents.ts';
import type { Json } from './json-object.ts';
import type { World } from './world.ts';

function exported(world: World, profile: SkillProfile): Json {
  const enumValues = new Map<string, string[]>();
  for (const { enumSkillValueId } of profile.activeEnumSkills) {
    const found = findEnumSkillValue(world, enumSkillValueId);
    if (found) enumValues.set(found.skill.name, [...(enumValues.get(found.skill.name) ?? []), found.value.name]);
  }
  return {
    name: profile.name,
    description: profile.description,
    activeSkills: profile.activeSkills.map(({ skillId, proficiencyValue, booleanValue, textValue }) => ({
      skillName: world.organization.skills.get(skillId)?.name,
      skillValue: String(proficiencyValue ?? booleanValue ?? textValue),
    })),
    activeEnumSkills: [...enumValues].map(([skillName, skillValues]) => ({ skillName, skillValues })),
  };
}

/** The whole matrix as strings, without ids; taken out of the published document in 2026. */
export function bulkExport(world: World, request: Pick<Request, 'originalUrl'>, ids: ReadonlySet<string>): Json {
  const profiles = [...world.organization.skillProfiles.values()].filter(({ id }) => ids.has(id));
  const resources = profiles.map((profile) => exported(world, profile));
  const { meta, data } = pageAnswer(world, request, resources);
  const rel = meta.page + 1 < meta.totalPages ? 'next' : 'last';
  return {
    totalResources: meta.totalRecords,
    pageNumber: meta.page,
    pageSize: meta.pageSize,
    rel,
    resources: data,
  };
}
