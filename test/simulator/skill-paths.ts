import { Router } from 'express';
import { incomingReferences, skillReferences } from './incoming-references.ts';
import { bareList, listAnswer, type Listing } from './list-answer.ts';
import type { Skill } from './organization.ts';
import { skillDocument } from './skill-documents.ts';
import { notFound } from './webex-error.ts';
import type { World } from './world.ts';

function existing(world: World, id: string): Skill {
  const skill = world.organization.skills.get(id);
  if (!skill) throw notFound('skill', id);
  return skill;
}

const listing = (world: World): Listing => ({
  documents: [...world.organization.skills.values()].map((skill) => skillDocument(world, skill)),
  arrayFields: ['enumSkillValues'],
  filterFields: ['id', 'name', 'active', 'skillType', 'dynamicSkill'],
  searchColumns: ['name'],
});

export function skillPaths(world: World): Router {
  const routes = Router();
  routes.get('/v2/skill', (request, response) => {
    response.json(listAnswer(world, request, listing(world)));
  });
  routes.get('/skill', (request, response) => {
    response.json(bareList(world, request, listing(world)));
  });
  routes.get('/skill/:id', (request, response) => {
    response.json(skillDocument(world, world.visible(existing(world, request.params.id))));
  });
  routes.get('/skill/:id/incoming-references', (request, response) => {
    const { id } = existing(world, request.params.id);
    response.json(incomingReferences(world, request, skillReferences(world, id)));
  });
  return routes;
}
