import { Router } from 'express';
import { bulkAnswer, bulkItems, type BulkItem } from './bulk-answer.ts';
import { callerOf } from './caller.ts';
import { incomingReferences, referencedEntities, skillProfileReferences } from './incoming-references.ts';
import { bareList, listAnswer, queryOf, type Listing } from './list-answer.ts';
import type { SkillProfile } from './organization.ts';
import { bulkExport } from './skill-profile-export.ts';
import { isObject } from './json-object.ts';
import { skillProfileFrom } from './skill-profile-body.ts';
import { skillProfileDocument } from './skill-documents.ts';
import type { AccessToken } from './token-store.ts';
import { demandSkillProfileAccess, reachOf } from './user-profile-access.ts';
import { WebexError, configurationError, invalid, notFound, springError } from './webex-error.ts';
import { writeRoute, type Answer } from './write-route.ts';
import type { World } from './world.ts';

function existing(world: World, id: unknown): SkillProfile {
  const profile = world.organization.skillProfiles.get(String(id));
  if (!profile) throw notFound('skill-profile', String(id));
  return profile;
}

function listing(world: World, caller: AccessToken): Listing {
  demandSkillProfileAccess(world, caller, ['EDIT', 'VIEW']);
  const reach = reachOf(world, caller, 'skill-profile');
  const seen = [...world.organization.skillProfiles.values()].filter(({ id }) => reach.includes(id));
  return {
    documents: seen.map((profile) => skillProfileDocument(world, profile)),
    arrayFields: ['activeSkills', 'activeEnumSkills'],
    filterFields: ['id', 'name', 'description', 'version'],
    searchColumns: ['name', 'description'],
  };
}

function demandFreshVersion(world: World, body: unknown, stored: SkillProfile): void {
  const position = world.switches.stalePutVersion;
  if (position === 'ignored' || !isObject(body) || typeof body['version'] !== 'number') return;
  if (body['version'] < stored.version) {
    throw configurationError(
      Number(position),
      `Version ${body['version']} is stale, the current version is ${stored.version}`,
    );
  }
}

function demandDeletable(world: World, id: string): void {
  const types = referencedEntities(skillProfileReferences(world, id));
  if (types.length > 0) {
    throw configurationError(412, 'Entity is referred to by other entities', { referencedEntities: types });
  }
}

function replacement(world: World, id: string, body: unknown): () => Answer {
  const { organization, switches } = world;
  const stored = existing(world, id);
  if (switches.profileIdMismatch === 'refused' && isObject(body) && 'id' in body && body['id'] !== id) {
    throw invalid(`This configuration cannot be changed. Original value is ${id}`);
  }
  demandFreshVersion(world, body, stored);
  const next = skillProfileFrom(world, body, stored);
  return () => {
    if (switches.ignoredWrites === 'stale-answer') return { status: 200, body: skillProfileDocument(world, stored) };
    const answer = { status: 200, body: skillProfileDocument(world, next) };
    if (switches.ignoredWrites === 'echo-answer') return answer;
    world.replace(organization.skillProfiles, next);
    const colleague = switches.colleagueEditsAfterPut;
    if (colleague) {
      switches.colleagueEditsAfterPut = null;
      editElsewhere(world, id, colleague);
    }
    return answer;
  };
}

/** What Control Hub or a colleague does: a change that this client did not ask for. */
export function editElsewhere(world: World, id: string, change: (profile: SkillProfile) => void): void {
  const stored = existing(world, id);
  const changed = structuredClone(stored);
  change(changed);
  world.replace(world.organization.skillProfiles, world.nextVersion(stored, changed));
}

function runBulkItem(world: World, caller: AccessToken, { item, requestAction }: BulkItem) {
  const { skillProfiles } = world.organization;
  const id = typeof item['id'] === 'string' ? item['id'] : undefined;
  demandSkillProfileAccess(world, caller, ['EDIT'], id);
  if (requestAction === 'DELETE') {
    if (item['name'] === undefined) throw invalid('Cannot Update/Delete system generated Entities');
    const profile = existing(world, id);
    demandDeletable(world, profile.id);
    skillProfiles.delete(profile.id);
    return { status: 204, operationType: 'DELETE' as const, id: profile.id };
  }
  if (id === undefined) {
    const created = skillProfileFrom(world, item);
    skillProfiles.set(created.id, created);
    return { status: 201, operationType: 'CREATE' as const, id: created.id };
  }
  if (world.switches.bulkSaveWithId === 'refused' || item['organizationId'] === undefined) {
    throw invalid('New configuration cannot have an id');
  }
  replacement(world, id, item)();
  return { status: 200, operationType: 'UPDATE' as const, id };
}

export function skillProfilePaths(world: World): Router {
  const routes = Router();

  routes.get('/v2/skill-profile', (request, response) => {
    response.json(listAnswer(world, request, listing(world, callerOf(response))));
  });
  routes.get('/skill-profile', (request, response) => {
    response.json(bareList(world, request, listing(world, callerOf(response))));
  });

  routes.get('/skill-profile/bulk-export', (request, response) => {
    if (world.switches.bulkExport === 'gone') throw springError(404, request.originalUrl, world.now());
    const { documents } = listing(world, callerOf(response));
    response.json(bulkExport(world, request, new Set(documents.map(({ id }) => String(id)))));
  });
  routes.post(
    '/skill-profile/bulk',
    writeRoute(world, (request, caller) => {
      demandSkillProfileAccess(world, caller, ['EDIT']);
      const items = bulkItems(world, request.body);
      return () => bulkAnswer(world, 'skill-profile', items, (item) => runBulkItem(world, caller, item));
    }),
  );
  routes.all('/skill-profile/bulk', (request) => {
    throw springError(405, request.originalUrl, world.now());
  });

  routes.get('/skill-profile/:id', (request, response) => {
    const profile = existing(world, request.params.id);
    demandSkillProfileAccess(world, callerOf(response), ['EDIT', 'VIEW'], profile.id);
    const details = queryOf(request)['includeSkillDetails'] === 'true';
    response.json(skillProfileDocument(world, world.visible(profile), details));
  });
  routes.get('/skill-profile/:id/incoming-references', (request, response) => {
    const profile = existing(world, request.params.id);
    demandSkillProfileAccess(world, callerOf(response), ['EDIT', 'VIEW'], profile.id);
    response.json(incomingReferences(world, request, skillProfileReferences(world, profile.id)));
  });

  routes.post(
    '/skill-profile',
    writeRoute(world, (request, caller) => {
      demandSkillProfileAccess(world, caller, ['EDIT']);
      const created = skillProfileFrom(world, request.body);
      return () => {
        world.organization.skillProfiles.set(created.id, created);
        return { status: 201, body: skillProfileDocument(world, created) };
      };
    }),
  );
  routes.put(
    '/skill-profile/:id',
    writeRoute<{ id: string }>(world, (request, caller) => {
      demandSkillProfileAccess(world, caller, ['EDIT'], existing(world, request.params.id).id);
      // The published document puts the profile into the query; that is answered with an empty 400.
      if (!isObject(request.body) && 'skillProfileDTO' in queryOf(request)) throw new WebexError(400, undefined);
      return replacement(world, request.params.id, request.body);
    }),
  );
  routes.delete(
    '/skill-profile/:id',
    writeRoute<{ id: string }>(world, (request, caller) => {
      const { id } = existing(world, request.params.id);
      demandSkillProfileAccess(world, caller, ['EDIT'], id);
      demandDeletable(world, id);
      return () => {
        world.organization.skillProfiles.delete(id);
        return { status: 204 };
      };
    }),
  );

  return routes;
}
