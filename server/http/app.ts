import express, { type Express, type RequestHandler } from 'express';
import type { Log } from '../log.ts';
import { cors, type PageAsked } from './cors.ts';
import { jsonBody, layoutBody } from './json-body.ts';
import { plainTarget } from './plain-target.ts';
import { nothingHere, problemHandler } from './problem-handler.ts';
import { requestLog } from './request-log.ts';
import { requestMeter, type RequestMeter } from './request-meter.ts';
import { routeTable, type Guards, type Handlers } from './route-table.ts';
import { securityHeaders } from './security-headers.ts';

/** What every answer needs, whoever gives it. */
export interface AnswerParts {
  log: Log;
  meter: RequestMeter;
  publicUrl: string;
  allowedOrigins: ReadonlySet<string>;
  pageAsked: PageAsked;
}

interface Parts extends AnswerParts {
  trustedProxies: string[];
  guards: Guards;
  handlers: Handlers;
}

const takesLayout: ReadonlySet<keyof typeof routeTable> = new Set(['mergeLayout', 'removeLayoutPage'] as const);

/** The order in which a request meets middleware and routes. */
export function createApp({
  log,
  meter,
  publicUrl,
  allowedOrigins,
  pageAsked,
  trustedProxies,
  guards,
  handlers,
}: Parts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing');
  app.set('query parser', 'simple').set('trust proxy', trustedProxies);

  app.use(requestLog(log));
  app.use(requestMeter(meter));
  app.use(securityHeaders(publicUrl));
  app.use(plainTarget);
  app.use('/api', cors(allowedOrigins, pageAsked), noStore);
  // No page but our own has any business here.
  app.use('/admin', noStore);
  for (const name of Object.keys(routeTable) as (keyof typeof routeTable)[]) {
    const { method, path, caller } = routeTable[name];
    const route = app.route(path);
    const body = takesLayout.has(name) ? layoutBody : jsonBody;
    // Who may not ask has no body read for him.
    if (method === 'GET') route.get(...guards[caller], handlers[name]);
    else if (method === 'POST') route.post(...guards[caller], ...body, handlers[name]);
    else if (method === 'PUT') route.put(...guards[caller], ...jsonBody, handlers[name]);
    else if (method === 'PATCH') route.patch(...guards[caller], ...jsonBody, handlers[name]);
    else route.delete(...guards[caller], ...jsonBody, handlers[name]);
  }
  // Whether something is missing or only forbidden is for people with a session to know.
  app.use('/api', ...guards.session);
  app.use('/admin/api', ...guards.viewer);
  app.use(nothingHere);
  app.use(problemHandler(log));
  return app;
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
