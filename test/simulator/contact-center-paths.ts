import { Router } from 'express';
import { contactCenterCaller } from './caller.ts';
import { layoutPaths } from './layout-paths.ts';
import { queuePaths } from './queue-paths.ts';
import { requestBudget } from './request-budget.ts';
import { skillPaths } from './skill-paths.ts';
import { skillProfilePaths } from './skill-profile-paths.ts';
import { teamPaths } from './team-paths.ts';
import { userPaths } from './user-paths.ts';
import { userProfilePaths } from './user-profile-paths.ts';
import { configurationError, springError } from './webex-error.ts';
import { writeRoute } from './write-route.ts';
import type { World } from './world.ts';

/** Paths that exist with another method; what is not here is a 404. */
const knownPaths = [
  /^\/v2\/(skill|skill-profile|team|user|contact-service-queue|desktop-layout)$/,
  /^\/v3\/(user-profile|contact-service-queue)(\/[^/]+)?$/,
  /^\/(skill|skill-profile|team|user|contact-service-queue)(\/[^/]+)?$/,
  /^\/desktop-layout\/[^/]+$/,
  /^\/(v2\/)?user\/by-ci-user-id\/[^/]+$/,
  /^\/user\/[^/]+\/reskill$/,
  /^\/(skill|skill-profile)\/[^/]+\/incoming-references$/,
];

/** Everything under https://api.wxcc-….cisco.com/organization/{orgid}. */
export function contactCenterPaths(world: World, requestsPerMinute: number): Router {
  const routes = Router({ mergeParams: true });
  routes.use('/organization/:orgid', contactCenterCaller(world), requestBudget(world, requestsPerMinute));

  routes.get('/organization/:orgid', (_request, response) => {
    const { id, name } = world.organization;
    response.json({ id, name, subscriptionType: 'STANDARD', environment: 'simulator' });
  });

  const configuration = Router();
  configuration.post(
    '/:entity/purge-inactive-entities',
    writeRoute(world, () => {
      throw configurationError(403, 'Access denied - Client is forbidden access to the resource');
    }),
  );
  configuration.use(
    skillPaths(world),
    skillProfilePaths(world),
    teamPaths(world),
    userProfilePaths(world),
    userPaths(world),
    queuePaths(world),
    layoutPaths(world),
  );
  configuration.use((request) => {
    const known = knownPaths.some((path) => path.test(request.path));
    throw springError(known ? 405 : 404, request.originalUrl, world.now());
  });
  routes.use('/organization/:orgid', configuration);
  return routes;
}
