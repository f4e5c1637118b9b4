import type { RequestHandler } from 'express';
import { adminEndpoints } from '../../shared/admin-api.ts';
import { endpoints, type Caller } from '../../shared/api.ts';
import { layoutEndpoints } from '../../shared/layout-api.ts';
import { consoleEndpoints } from '../../shared/console-api.ts';

/** `monitor`: whoever watches the installation, see `requireMonitor`. */
export type RouteCaller = Caller | 'monitor';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly caller: RouteCaller;
}

/** Everything that Skilldesk answers, with who may ask. The app mounts this and nothing else, so what is not here is not reachable. */
export const routeTable = {
  ...endpoints,
  ...consoleEndpoints,
  ...adminEndpoints,
  consoleDoor: { method: 'GET', path: '/admin', caller: 'anybody' },
  consoleHome: { method: 'GET', path: '/admin/', caller: 'anybody' },
  consoleFile: { method: 'GET', path: '/admin/assets/:file', caller: 'anybody' },
  finishConsent: { method: 'GET', path: '/admin/connect/callback', caller: 'anybody' },
  ...layoutEndpoints,
  live: { method: 'GET', path: '/healthz', caller: 'anybody' },
  ready: { method: 'GET', path: '/readyz', caller: 'anybody' },
  openapi: { method: 'GET', path: '/openapi.json', caller: 'anybody' },
  metrics: { method: 'GET', path: '/metrics', caller: 'monitor' },
  sessionKeys: { method: 'GET', path: '/.well-known/jwks.json', caller: 'anybody' },
  widgetFile: { method: 'GET', path: '/widget/v1/:file', caller: 'anybody' },
  // Behind everything else of the console, which it must not hide.
  consolePage: { method: 'GET', path: '/admin/:page', caller: 'anybody' },
} as const satisfies Record<string, Route>;

/** What answers each row. */
export type Handlers = Record<keyof typeof routeTable, RequestHandler>;

/** What stands before a handler, by the caller that its row lets in. */
export type Guards = Record<RouteCaller, readonly RequestHandler[]>;
