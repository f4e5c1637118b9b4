import type { Request } from 'express';
import { pageAnswer, queryOf } from './list-answer.ts';
import type { Json } from './json-object.ts';
import type { World } from './world.ts';

interface Referrer {
  id: string;
  name: string;
  version: number;
  createdTime: number;
  lastUpdatedTime: number;
}

/** Referrers by entity type, in the order Webex names them. */
type References = Record<string, readonly Referrer[]>;

export const referencedEntities = (references: References): string[] =>
  Object.keys(references).filter((type) => (references[type] ?? []).length > 0);

export function skillProfileReferences(world: World, id: string): References {
  const { users, teams } = world.organization;
  return {
    user: [...users.values()]
      .filter(({ skillProfileId }) => skillProfileId === id)
      .map((user) => ({ ...user, name: `${user.firstName} ${user.lastName}` })),
    team: [...teams.values()].filter(({ skillProfileId }) => skillProfileId === id),
  };
}

export function skillReferences(world: World, id: string): References {
  const { skills, skillProfiles, queues } = world.organization;
  const valueIds = new Set((skills.get(id)?.enumSkillValues ?? []).map((value) => value.id));
  return {
    'skill-profile': [...skillProfiles.values()].filter(
      ({ activeSkills, activeEnumSkills }) =>
        activeSkills.some(({ skillId }) => skillId === id) ||
        activeEnumSkills.some(({ enumSkillValueId }) => valueIds.has(enumSkillValueId)),
    ),
    'contact-service-queue': [...queues.values()].filter(({ queueSkillRequirements }) =>
      queueSkillRequirements.some(({ skillId }) => skillId === id),
    ),
  };
}

/** `data` holds one type only: the asked one, else the first that there is. */
export function incomingReferences(world: World, request: Pick<Request, 'originalUrl'>, references: References): Json {
  const types = referencedEntities(references);
  const asked = queryOf(request)['type'];
  const current = asked ?? types[0];
  const rows = (references[current ?? ''] ?? []).map((referrer) => ({
    id: referrer.id,
    name: referrer.name,
    additionalAttributes: {},
    createdDate: new Date(referrer.createdTime).toISOString(),
    lastModifiedDate: new Date(referrer.lastUpdatedTime).toISOString(),
    version: referrer.version,
  }));
  const { meta, data } = pageAnswer(world, request, rows);
  return {
    description: 'Entities that refer to this one',
    meta: { ...meta, referencedEntities: types, ...(current === undefined ? {} : { currentEntity: current }) },
    data,
  };
}
