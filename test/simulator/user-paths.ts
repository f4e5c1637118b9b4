import { Router } from 'express';
import { bulkAnswer, bulkItems } from './bulk-answer.ts';
import { callerOf } from './caller.ts';
import { bareList, listAnswer, pageAnswer, queryOf, type Listing } from './list-answer.ts';
import type { User } from './organization.ts';
import { usersBySkillRequirements } from './skill-requirement-match.ts';
import type { AccessToken } from './token-store.ts';
import { userDocument, usersWithDynamicSkill } from './user-documents.ts';
import { patchedUser } from './user-patch.ts';
import { hasPermission, supervisedUsers } from './user-profile-access.ts';
import { oldUserProfileDocument, userProfileDocument } from './user-profile-documents.ts';
import { demandReskillingSupervisor, reskilledUser } from './user-reskill.ts';
import { forbidden, invalid, notFound, springError } from './webex-error.ts';
import { send, writeRoute } from './write-route.ts';
import type { World } from './world.ts';

function existing(world: World, id: string): User {
  const user = world.organization.users.get(id);
  if (!user) throw notFound('user', id);
  return user;
}

function byCiUserId(world: World, ciUserId: string): User {
  const user = [...world.organization.users.values()].find((candidate) => candidate.ciUserId === ciUserId);
  if (!user) throw notFound('user', ciUserId);
  return world.visible(user);
}

function listing(world: World, caller: AccessToken, query: Record<string, string>): Listing {
  const users =
    query['supervisorManagedAgentsOnly'] === 'true'
      ? supervisedUsers(world, caller)
      : [...world.organization.users.values()];
  return {
    documents: users.map((user) => userDocument(world, user)),
    arrayFields: [],
    filterFields: [
      'id',
      'email',
      'ciUserId',
      'firstName',
      'lastName',
      'siteId',
      'active',
      'skillProfileId',
      'userProfileId',
    ],
    searchColumns: ['firstName', 'lastName', 'email'],
  };
}

function demandUserEdit(world: World, caller: AccessToken): void {
  if (!hasPermission(world, caller, 'user', ['EDIT'])) throw forbidden();
}

/** The user as the answer shows him; `ignoredWrites` decides whether anything is stored. */
function storePatch(world: World, stored: User, next: User): User {
  if (world.switches.ignoredWrites === 'stale-answer') return stored;
  if (world.switches.ignoredWrites === 'off') world.replace(world.organization.users, next);
  return next;
}

export function userPaths(world: World): Router {
  const routes = Router();

  routes.get('/v2/user', (request, response) => {
    response.json(listAnswer(world, request, listing(world, callerOf(response), queryOf(request))));
  });
  routes.get('/user', (request, response) => {
    response.json(bareList(world, request, listing(world, callerOf(response), {})));
  });
  routes.post('/user/fetch-by-skill-requirements', (request, response) => {
    response.json(usersBySkillRequirements(world, request));
  });

  routes.get('/user/by-dynamic-skill-id/:skillId', (request, response) => {
    response.json(pageAnswer(world, request, usersWithDynamicSkill(world, request.params.skillId)));
  });

  routes.get('/v2/user/by-ci-user-id/:id', (request, response) => {
    const user = byCiUserId(world, request.params.id);
    const profile = world.organization.userProfiles.get(user.userProfileId);
    const included = queryOf(request)['includeUserProfile'] === 'true' && profile;
    const data = included ? { userProfileGranularAccessData: userProfileDocument(world.visible(profile)) } : {};
    response.json({ ...userDocument(world, user), ...data });
  });
  routes.get('/user/by-ci-user-id/:id', (request, response) => {
    const user = byCiUserId(world, request.params.id);
    const profile = world.organization.userProfiles.get(user.userProfileId);
    const included = queryOf(request)['includeUserProfile'] === 'true' && profile;
    const data = included ? { userProfileData: oldUserProfileDocument(world.visible(profile)) } : {};
    response.json({ ...userDocument(world, user), ...data });
  });

  routes.patch(
    '/user/bulk',
    writeRoute(world, (request, caller) => {
      demandUserEdit(world, caller);
      const items = bulkItems(world, request.body);
      return () =>
        bulkAnswer(world, 'user', items, ({ item, requestAction }) => {
          if (requestAction !== 'SAVE') throw invalid('Only SAVE is supported');
          if (typeof item['id'] !== 'string') throw invalid('id must not be null');
          const user = existing(world, item['id']);
          storePatch(world, user, patchedUser(world, user, item, caller));
          return { status: 200, operationType: 'UPDATE' as const, id: user.id };
        });
    }),
  );
  routes.all('/user/bulk', (request) => {
    throw springError(405, request.originalUrl, world.now());
  });

  routes.get('/user/:id', (request, response) => {
    const user = world.visible(existing(world, request.params.id));
    response.json(userDocument(world, user, queryOf(request)));
  });
  routes.patch(
    '/user/:id',
    writeRoute<{ id: string }>(world, (request, caller) => {
      demandUserEdit(world, caller);
      const user = existing(world, request.params.id);
      const next = patchedUser(world, user, request.body, caller);
      return () => ({ status: 200, body: userDocument(world, storePatch(world, user, next)) });
    }),
  );
  routes.patch('/user/:id/reskill', (request, response) => {
    const caller = callerOf(response);
    const agent = existing(world, request.params.id);
    demandReskillingSupervisor(world, caller, agent);
    world.replace(world.organization.users, reskilledUser(world, agent, request.body, caller));
    send(response, { status: 204 });
  });

  return routes;
}
