import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openapiDocument } from '../../server/http/openapi.ts';

export interface Operation {
  operationId: string;
  security: object[];
  parameters?: { in: string; name: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema?: object }> }>;
}

export interface OpenapiDocument {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

export const document = openapiDocument('http://localhost:8080') as unknown as OpenapiDocument;

/** In the document others may be added later; in an answer of today each member is one that the document names. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in inner && !('additionalProperties' in inner)
    ? { ...inner, additionalProperties: false }
    : inner;
}

/** A validator for one schema of the document. */
export function validatorOf(schema: unknown): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: false, formats: { uuid: true, 'date-time': true, date: true } });
  ajv.addSchema({ $id: 'skilldesk:api', components: { schemas: document.components.schemas } });
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"skilldesk:api#/components')));
}

const strict = new Ajv2020({ strict: false, formats: { uuid: true, 'date-time': true, date: true } });
strict.addSchema({
  $id: 'skilldesk:api',
  ...(closed({ components: { schemas: document.components.schemas } }) as object),
});
const compiled = new Map<string, ValidateFunction>();

function validateAnswer(key: string, schema: object): ValidateFunction {
  const text = JSON.stringify(closed(schema)).replaceAll('"#/components', '"skilldesk:api#/components');
  const known = compiled.get(key) ?? strict.compile(JSON.parse(text) as object);
  compiled.set(key, known);
  return known;
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    operation,
  })),
);

/** What of an answer is not as the document says; of an address that is not in it, nothing. */
export function deviationsOf(
  method: string,
  path: string,
  { status, body, headers }: { status: number; body: unknown; headers: Headers },
): string[] {
  const found = operations.find((one) => one.method === method && one.pattern.test(path));
  if (!found) return [];
  const { operationId, responses } = found.operation;
  const where = `${operationId} ${status}`;
  if (status >= 400 && !responses[status]) {
    const type = headers.get('content-type') ?? '';
    if (!type.startsWith('application/problem+json')) return [`${where}: ${type || 'nothing'} instead of a problem`];
    return faults(where, validateAnswer('problem', { $ref: '#/components/schemas/Problem' }), body);
  }
  const documented = responses[status];
  if (!documented)
    return [`${where}: a status that /openapi.json does not have; see “successes” in server/http/openapi.ts`];
  const schema = documented.content?.['application/json']?.schema;
  if (!documented.content) return body === undefined ? [] : [`${where}: a body where none is`];
  return schema ? faults(where, validateAnswer(where, schema), body) : [];
}

function faults(where: string, validate: ValidateFunction, body: unknown): string[] {
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${where}: ${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}
