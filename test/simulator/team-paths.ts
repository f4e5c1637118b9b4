import { Router } from 'express';
import { callerOf } from './caller.ts';
import { bareList, listAnswer, queryOf, type Listing } from './list-answer.ts';
import type { Team } from './organization.ts';
import type { AccessToken } from './token-store.ts';
import { reachOf } from './user-profile-access.ts';
import { notFound } from './webex-error.ts';
import type { Json } from './json-object.ts';
import type { World } from './world.ts';

function teamDocument(world: World, team: Team): Json {
  const members = [...world.organization.users.values()].filter(({ teamIds }) => teamIds.includes(team.id));
  return {
    ...team,
    siteName: world.organization.sites.get(team.siteId)?.name,
    userIds: members.map(({ id }) => id),
    queueRankings: [],
    systemDefault: false,
  };
}

function listing(world: World, caller: AccessToken, query: Record<string, string>): Listing {
  const limited = query['supervisorView'] === 'true' || query['provisioningView'] === 'true';
  const reach = reachOf(world, caller, 'team');
  const teams = [...world.organization.teams.values()].filter(({ id }) => !limited || reach.includes(id));
  return {
    documents: teams.map((team) => teamDocument(world, team)),
    arrayFields: ['userIds', 'queueRankings'],
    filterFields: ['id', 'name', 'siteId', 'active', 'skillProfileId'],
    searchColumns: ['name', 'description'],
  };
}

export function teamPaths(world: World): Router {
  const routes = Router();
  routes.get('/v2/team', (request, response) => {
    response.json(listAnswer(world, request, listing(world, callerOf(response), queryOf(request))));
  });
  routes.get('/team', (request, response) => {
    response.json(bareList(world, request, listing(world, callerOf(response), {})));
  });
  routes.get('/team/:id', (request, response) => {
    const team = world.organization.teams.get(request.params.id);
    if (!team) throw notFound('team', request.params.id);
    response.json(teamDocument(world, world.visible(team)));
  });
  return routes;
}
