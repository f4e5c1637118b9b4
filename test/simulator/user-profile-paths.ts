import { Router } from 'express';
import { listAnswer, type Listing } from './list-answer.ts';
import type { UserProfile } from './organization.ts';
import { oldUserProfileDocument, userProfileDocument } from './user-profile-documents.ts';
import { invalid, notFound } from './webex-error.ts';
import { writeRoute } from './write-route.ts';
import type { World } from './world.ts';

function existing(world: World, id: string): UserProfile {
  const profile = world.organization.userProfiles.get(id);
  if (!profile) throw notFound('user-profile', id);
  return world.visible(profile);
}

const listing = (world: World): Listing => ({
  documents: [...world.organization.userProfiles.values()].map(userProfileDocument),
  arrayFields: ['permissions', 'resourceCollections', 'editableFolderIds', 'viewableFolderIds', 'nonViewableFolderIds'],
  filterFields: ['id', 'name', 'profileType'],
  searchColumns: ['name', 'profileType', 'description'],
});

export function userProfilePaths(world: World): Router {
  const routes = Router();
  routes.get('/v3/user-profile', (request, response) => {
    response.json(listAnswer(world, request, listing(world)));
  });
  routes.get('/v3/user-profile/:id', (request, response) => {
    response.json(userProfileDocument(existing(world, request.params.id)));
  });
  routes.get('/user-profile/:id', (request, response) => {
    response.json(oldUserProfileDocument(existing(world, request.params.id)));
  });

  const decommissioned = writeRoute(world, () => {
    throw invalid('v2 user profile is decommissioned for this organization');
  });
  routes.post('/v2/user-profile', decommissioned);
  routes.put('/v2/user-profile/:id', decommissioned);
  routes.delete('/v2/user-profile/:id', decommissioned);
  return routes;
}
