import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bodies, headers, queries } from '../../server/http/request-schemas.ts';
import { routeTable } from '../../server/http/route-table.ts';
import { skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk } from '../api/skilldesk.ts';
import { deviationsOf, document, validatorOf, type Operation } from './answer-conformance.ts';
import { derivedModule } from './derived-module.ts';

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, operation })),
);
const operationOf = (name: string): Operation => {
  const found = operations.find(({ operation }) => operation.operationId === name);
  if (!found) throw new Error(`no ${name}`);
  return found.operation;
};

test('whoever asks is given the document', async () => {
  const skilldesk = await Skilldesk.start();
  const { status, headers: sent, body } = await skilldesk.call('GET', '/openapi.json');
  await skilldesk.close();

  expect(status).toBe(200);
  expect(sent.get('content-type')).toBe('application/json; charset=utf-8');
  expect(body).toEqual(document);
});

test('every route of the table is in it, and nothing else', () => {
  expect(operations.map(({ call, operation }) => `${operation.operationId}: ${call}`).sort()).toEqual(
    Object.entries(routeTable)
      .map(([name, { method, path }]) => `${name}: ${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
      .sort(),
  );
});

test('what is described for a route by its name is described for one that there is', () => {
  for (const name of [...Object.keys(bodies), ...Object.keys(queries), ...Object.keys(headers)]) {
    expect(Object.keys(routeTable)).toContain(name);
  }
});

test('what is said of bodies and answers is what the types say now: else run “npm run openapi”', async () => {
  const file = new URL('../../server/http/derived-schemas.ts', import.meta.url);

  expect(readFileSync(file, 'utf8')).toBe(await derivedModule());
});

describe('as a document of OpenAPI 3.1', () => {
  test('it has its fixed parts, and a version that is the package’s', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };

    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: 'Skilldesk', version });
    expect(new URL(document.servers[0]?.url ?? '').href).toBe('http://localhost:8080/');
  });

  test.each(operations.map(({ call, operation }) => [call, operation] as const))(
    '%s has its parameters, its callers and its answers',
    (call, operation) => {
      const inPath = [...call.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const parameters = operation.parameters ?? [];
      expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
      expect(
        parameters.every((one) => ['path', 'query', 'header'].includes(one.in) && typeof one.required === 'boolean'),
      ).toBe(true);
      expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length);
      for (const one of operation.security) {
        for (const scheme of Object.keys(one))
          expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
      }
      expect(Object.keys(operation.responses)).toContain('default');
      expect(Object.keys(operation.responses).length).toBeGreaterThan(1);
    },
  );

  test('every schema can be used, and every reference leads somewhere', () => {
    const schemas = [
      ...Object.values(document.components.schemas),
      ...operations.flatMap(({ operation }) => [
        ...(operation.parameters ?? []).map(({ schema }) => schema),
        ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
        ...Object.values(operation.responses).flatMap(({ content }) =>
          Object.values(content ?? {}).map((one) => one.schema ?? {}),
        ),
      ]),
    ];

    for (const schema of schemas) expect(() => validatorOf(schema)).not.toThrow();
  });
});

describe('a request is refused by the document where Skilldesk refuses it', () => {
  const schema = operationOf('makeChange').requestBody?.content['application/json']?.schema;
  const edit = {
    skillProfileId: skillProfileIds.billingSpecialist,
    revision: 'a'.repeat(64),
    set: [{ skillId: skillIds.german, value: 8 }],
    remove: [],
  };

  test.each([
    ['as the widget sends it', true, { edits: [edit], reason: 'Mondays are busy' }],
    ['without a reason', false, { edits: [edit] }],
    ['without edits', false, { edits: [], reason: 'x' }],
    ['with a member that is not known', false, { edits: [edit], reason: 'x', asAdmin: true }],
    ['with a proficiency of 11', false, { edits: [{ ...edit, set: [{ skillId: 's', value: 11 }] }], reason: 'x' }],
    ['with an id that leaves its place', false, { edits: [{ ...edit, skillProfileId: '../x' }], reason: 'x' }],
  ])('%s', (_what, isGood, body) => {
    expect(validatorOf(schema)(body)).toBe(isGood);
  });
});

describe('an answer that is other than the document says is noticed', () => {
  const json = new Headers({ 'content-type': 'application/json' });

  test.each([
    ['a member too many', 200, { agents: [], asOf: 'now', secret: 1 }],
    ['a member too few', 200, { agents: [] }],
    ['a status that nobody knows', 206, { agents: [], asOf: 'now' }],
    ['a failure that is no problem', 500, { message: 'oops' }],
  ])('%s', (_what, status, body) => {
    expect(deviationsOf('GET', '/api/agents', { status, body, headers: json })).toHaveLength(1);
  });
});
