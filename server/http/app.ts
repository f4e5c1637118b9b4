import express, { type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import type { Log } from '../log.ts';
import { cors } from './cors.ts';
import { jsonBody } from './json-body.ts';
import { nothingHere, problemHandler } from './problem-handler.ts';
import { strictRouter } from './strict-router.ts';
import { requestLog } from './request-log.ts';

interface Parts {
  log: Log;
  allowedOrigins: ReadonlySet<string>;
  trustedProxies: string[];
  health: Router;
  widgetFiles: Router;
  sessionKeys: Router;
  /** Reachable with a desktop token. */
  sessions: Router;
  /** Lets a caller with a session through, and nobody else. */
  requireSession: RequestHandler;
  /** Reachable with a session only. */
  signedIn: Router[];
}

/** The order in which a request meets middleware and routes. */
export function createApp({
  log,
  allowedOrigins,
  trustedProxies,
  health,
  widgetFiles,
  sessionKeys,
  sessions,
  requireSession,
  signedIn,
}: Parts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing');
  app.set('query parser', 'simple').set('trust proxy', trustedProxies);

  app.use(requestLog(log));
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
      crossOriginResourcePolicy: { policy: 'same-origin' },
    }),
  );
  app.use(health);
  app.use(widgetFiles);
  app.use(sessionKeys);

  const api = strictRouter();
  api.use(sessions);
  api.use('/api', requireSession);
  api.use(...signedIn);
  app.use('/api', cors(allowedOrigins), noStore, ...jsonBody);
  app.use(api);

  app.use(nothingHere);
  app.use(problemHandler(log));
  return app;
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
