import { readFileSync } from 'node:fs';
import type { RequestHandler } from 'express';
import * as z from 'zod/mini';
import { Id } from '../../shared/id.ts';
import { problemStatus } from '../../shared/problem.ts';
import { derivedRoutes, derivedSchemas } from './derived-schemas.ts';
import { bodies, headers, queries } from './request-schemas.ts';
import { routeTable, type Route } from './route-table.ts';

type Json = Readonly<Record<string, unknown>>;

/** Answers this document to whoever asks: it says nothing that the code does not. */
export function openapiRoute(publicUrl: string): RequestHandler {
  let text: string | undefined;
  return (_request, response) => {
    text ??= JSON.stringify(openapiDocument(publicUrl));
    response.type('application/json').set('Cache-Control', 'no-cache').send(text);
  };
}

/**
 * The API as OpenAPI 3.1: paths and callers from the table of routes, bodies and queries from the schemas that parse them, answers from the types that handlers
 * and widget are compiled against.
 */
export function openapiDocument(publicUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries<Route>(routeTable)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Skilldesk',
      version: version(),
      description:
        'Supervisors re-skill agents of Webex Contact Center, safely. Every failure is a problem (RFC 9457) with one of the codes of Problem.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    paths,
    components: { schemas: derivedSchemas, responses: { Problem: problem }, securitySchemes },
  };
}

const version = () =>
  (JSON.parse(readFileSync(new URL(packageFile, import.meta.url), 'utf8')) as { version: string }).version;
/** Seen from `server/http/` in development and from `dist/server/http/` when built. */
const packageFile = import.meta.url.endsWith('.ts') ? '../../package.json' : '../../../package.json';

const problem = {
  description: `It failed. Statuses: ${[...new Set(Object.values(problemStatus))].join(', ')}.`,
  headers: { 'X-Request-Id': { schema: { type: 'string' } }, 'Retry-After': { schema: { type: 'integer' } } },
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const securitySchemes = {
  desktopToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The access token of Agent Desktop. Sent to this call alone, once.',
  },
  session: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The token that POST /api/session answers.',
  },
  metricsToken: { type: 'http', scheme: 'bearer', description: 'METRICS_TOKEN; without one, callers on this machine.' },
  console: { type: 'apiKey', in: 'cookie', name: '__Host-sid', description: 'A session of the console, after SSO.' },
};

/** By caller; every other one is somebody at the console. */
const securityOf: Readonly<Record<string, readonly Json[]>> = {
  anybody: [],
  visitor: [],
  'desktop-token': [{ desktopToken: [] }],
  session: [{ session: [] }],
  editor: [{ session: [] }],
  monitor: [{ metricsToken: [] }, {}],
};
const ofConsole = [{ console: [] }];

/** Statuses of success where they are other than 200, or 204 for no answer. */
const successes: Readonly<Record<string, readonly number[]>> = {
  exchangeDesktopToken: [201],
  listSkillProfiles: [200, 304],
  listAgents: [200, 304],
  listSupervisors: [200, 304],
  readDraft: [200, 204],
  makeChange: [201, 202],
  undoChange: [201, 202],
  moveLease: [200, 202],
  widgetFile: [200, 304],
  consoleHome: [200, 304],
  consolePage: [200, 304],
  consoleFile: [200, 304],
  startSignIn: [302],
  startConsent: [201],
  finishConsent: [303],
  consoleDoor: [308],
  finishSignIn: [302],
};

const text = { type: 'string' };
/** Of routes that are not calls of a page, by the content that they answer. */
const plainAnswers: Readonly<Record<string, Json>> = {
  live: {
    'application/json': { schema: { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] } },
  },
  ready: {
    'application/json': {
      schema: {
        type: 'object',
        properties: { database: text, token: text, stopping: { const: true } },
        required: ['database', 'token'],
      },
    },
  },
  sessionKeys: {
    'application/json': {
      schema: {
        type: 'object',
        properties: { keys: { type: 'array', items: { type: 'object' } } },
        required: ['keys'],
      },
    },
  },
  openapi: { 'application/json': { schema: { type: 'object' } } },
  metrics: { 'text/plain': { schema: text } },
  widgetFile: { '*/*': {} },
  consoleHome: { 'text/html': { schema: text } },
  consolePage: { 'text/html': { schema: text } },
  consoleFile: { '*/*': {} },
  exportAudit: { 'application/jsonl': { schema: text }, 'text/csv': { schema: text } },
};

function operation(name: string, { method, path, caller }: Route): Json {
  const derived = derivedRoutes[name];
  const body = bodies[name] ? schemaOf(bodies[name]) : derived?.body;
  const isOfConsole = securityOf[caller] === undefined;
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, at = '']) =>
      parameter('path', at, at === 'id' ? schemaOf(Id) : text, true),
    ),
    ...Object.entries(queries[name]?.shape ?? {}).map(([at, schema]) =>
      parameter('query', at, schemaOf(schema as z.ZodMiniType), !isOptional(schema as z.ZodMiniType)),
    ),
    ...Object.entries(headers[name] ?? {}).map(([at, schema]) => parameter('header', at, schemaOf(schema), true)),
    // Another site's page cannot set it.
    ...(isOfConsole && method !== 'GET' ? [parameter('header', 'X-Skilldesk-Console', { const: '1' }, true)] : []),
  ];
  return {
    operationId: name,
    description: `For: ${caller}.`,
    security: securityOf[caller] ?? ofConsole,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...responses(name, derived?.answer ?? undefined),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const descriptions: Readonly<Record<number, string>> = {
  302: 'The browser goes on elsewhere.',
  303: 'The browser goes on at the console.',
  304: 'Nothing has changed since.',
  308: 'The console is at the address with a slash.',
};

function responses(name: string, answer: object | undefined): Json {
  const content = plainAnswers[name] ?? (answer && { 'application/json': { schema: answer } });
  const statuses = successes[name] ?? [content ? 200 : 204];
  const one = (status: number) => ({
    description: descriptions[status] ?? 'Success.',
    ...(content && status !== 204 && status !== 304 && { content }),
  });
  return Object.fromEntries(statuses.map((status) => [String(status), one(status)]));
}

const parameter = (where: string, name: string, schema: Json, required: boolean): Json => ({
  in: where,
  name,
  required,
  schema,
});

const isOptional = (schema: z.ZodMiniType) => schema.safeParse(undefined).success;

/** As it is to be sent: what parsing makes of it is our own affair. */
function schemaOf(schema: z.ZodMiniType): Json {
  const made = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(made).filter(([name]) => name !== '$schema'));
}
