import { Router } from 'express';
import { callerOf } from './caller.ts';
import { listAnswer, type Listing } from './list-answer.ts';
import type { Json } from './json-object.ts';
import type { DesktopLayout } from './organization.ts';
import type { AccessToken } from './token-store.ts';
import { hasPermission } from './user-profile-access.ts';
import { forbidden, notFound } from './webex-error.ts';
import type { World } from './world.ts';

/** For administrators only, so it is written. */
function demandLayoutAccess(world: World, caller: AccessToken): void {
  if (!hasPermission(world, caller, 'desktop-layout', ['EDIT', 'VIEW'])) throw forbidden();
}

/** As the list has it: "Json file content field won't be available in get all … only in get by id". */
function listedDocument(world: World, layout: DesktopLayout): Json {
  const teams = [...world.organization.teams.values()].filter(({ desktopLayoutId }) => desktopLayoutId === layout.id);
  const listed: Json = { ...layout, teamIds: teams.map(({ id }) => id) };
  delete listed['jsonFileContent'];
  return listed;
}

function contentOf(world: World, { jsonFileContent }: DesktopLayout): Json {
  const { layoutContent } = world.switches;
  if (layoutContent === 'absent') return {};
  return { jsonFileContent: layoutContent === 'object' ? (JSON.parse(jsonFileContent) as unknown) : jsonFileContent };
}

const listing = (world: World): Listing => ({
  documents: [...world.organization.layouts.values()].map((layout) => listedDocument(world, layout)),
  arrayFields: ['teamIds'],
  filterFields: ['id', 'name', 'global', 'status'],
  searchColumns: ['name'],
});

export function layoutPaths(world: World): Router {
  const routes = Router();
  routes.get('/v2/desktop-layout', (request, response) => {
    demandLayoutAccess(world, callerOf(response));
    response.json(listAnswer(world, request, listing(world)));
  });
  routes.get('/desktop-layout/:id', (request, response) => {
    demandLayoutAccess(world, callerOf(response));
    const layout = world.organization.layouts.get(request.params.id);
    if (!layout) throw notFound('desktop-layout', request.params.id);
    response.json({ ...listedDocument(world, layout), ...contentOf(world, layout) });
  });
  return routes;
}
