import type { RequestHandler } from 'express';
import type { AdminWebex } from './adapters/webex/webex-http.ts';
import { WebexLayouts } from './adapters/webex/webex-layouts.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { notedAfter, notedBefore } from './http/noted.ts';
import { DesktopSightings } from './layout/desktop-reach.ts';
import { layoutRoutes } from './layout/layout-routes.ts';
import { CoverageReader } from './layout/read-coverage.ts';

/** The part of `compose` that puts the page into desktops, and watches how far they come. */
export function openLayout(config: Config, webex: AdminWebex, clock: Clock, anySessionAlive: () => Promise<boolean>) {
  const { publicUrl } = config;
  const coverage = layoutCoverage(config, webex, clock);
  const sightings = new DesktopSightings(clock);
  return {
    handlers: layoutRoutes({ publicUrl, coverage, sightings, anySessionAlive }),
    pageAsked: (origin: string | undefined, isAllowed: boolean) => sightings.apiAsked(origin, isAllowed),
    /** A browser says for what it loads something; monitors and people with curl do not. */
    watchBundle: (serve: RequestHandler): RequestHandler =>
      notedBefore(({ params, headers }) => {
        if (params['file'] === 'skilldesk.js' && headers['sec-fetch-dest'] === 'script') sightings.bundleLoaded();
      }, serve),
    watchExchange: <Routes extends { exchangeDesktopToken: RequestHandler }>(routes: Routes): Routes => ({
      ...routes,
      exchangeDesktopToken: notedAfter(201, () => sightings.supervisorSeen(), routes.exchangeDesktopToken),
    }),
    forCommands: { coverage, reach: async () => sightings.reach(await anySessionAlive()) },
  };
}

/** Who finds the page in his desktop. */
export const layoutCoverage = (
  { publicUrl, organizationId }: Config,
  webex: AdminWebex,
  clock: Clock,
): CoverageReader => new CoverageReader({ source: new WebexLayouts(webex, organizationId), clock, publicUrl });
