import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../shared/problem.ts';
import { people } from '../simulator/standard-organization.ts';
import { publicJwkOf, SessionForge } from './forged-session.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

let skilldesk: Skilldesk;
let nadia: Supervisor;
let forge: SessionForge;

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const stranger384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const strangerRsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

beforeAll(async () => {
  skilldesk = await Skilldesk.start({ environment: { TRUSTED_PROXIES: 'loopback' } });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  forge = new SessionForge(skilldesk, nadia);
});
afterAll(() => skilldesk.close());

const hmac = (secret: string | Buffer) => (input: string) => createHmac('sha256', secret).update(input).digest();
const nothing = () => Buffer.alloc(0);
const without = (member: string) => forge.withClaims({ [member]: undefined });
const parts = () => forge.token.split('.') as [string, string, string];
const bytes = (text: string) => Buffer.from(text, 'base64url');

/** Whatever is asked of Webex in somebody’s name; the snapshot is read meanwhile as always. */
const asked = () => skilldesk.webex.requests.filter(({ tokenKind }) => tokenKind !== 'service-app');

function expectProblem({ status, headers, body }: Awaited<ReturnType<Skilldesk['call']>>, ...codes: string[]): void {
  const problem = body as Problem;
  expect({ status, codes }).toEqual({
    status: problem.status,
    codes: expect.arrayContaining([problem.code]) as string[],
  });
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'requestId', 'status', 'title', 'type']);
  expect(JSON.stringify(problem)).not.toMatch(/\.[jt]s\b|node_modules|Error|jwt|signature/i);
}

test('a token that the forge leaves as it is opens the door, so that each fault below is the only one', async () => {
  for (const token of [forge.write(forge.header, forge.claims), forge.withClaims({}), forge.withHeader({})]) {
    expect((await skilldesk.call('GET', '/api/agents', { authorization: `Bearer ${token}` })).status).toBe(200);
  }
});

/** Each with the one fault it has; whatever is not said is as in Nadia’s own session, and signed with our own key. */
const sessions: Record<string, () => string> = {
  'alg none': () => forge.write({ ...forge.header, alg: 'none' }, forge.claims, nothing),
  'alg None': () => forge.write({ ...forge.header, alg: 'None' }, forge.claims, nothing),
  'alg NONE': () => forge.write({ ...forge.header, alg: 'NONE' }, forge.claims, nothing),
  'alg nOnE': () => forge.write({ ...forge.header, alg: 'nOnE' }, forge.claims, nothing),
  'alg none, signed': () => forge.withHeader({ alg: 'none' }),
  'alg none, without a third part': () =>
    forge.write({ ...forge.header, alg: 'none' }, forge.claims, nothing).slice(0, -1),
  'alg empty': () => forge.withHeader({ alg: '' }),
  'alg missing': () => forge.withHeader({ alg: undefined }),
  'alg null': () => forge.withHeader({ alg: null }),
  'alg a list': () => forge.withHeader({ alg: ['ES256'] }),
  'alg in small letters': () => forge.withHeader({ alg: 'es256' }),
  'HS256, the public key as the secret': () =>
    forge.write({ ...forge.header, alg: 'HS256' }, forge.claims, hmac(forge.publicPem)),
  'HS256, the public key without its line ends': () =>
    forge.write({ ...forge.header, alg: 'HS256' }, forge.claims, hmac(forge.publicPem.replaceAll('\n', ''))),
  'HS256, the public key in DER': () =>
    forge.write(
      { ...forge.header, alg: 'HS256' },
      forge.claims,
      hmac(forge.key.publicKey.export({ type: 'spki', format: 'der' })),
    ),
  'HS256, the published key as the secret': () =>
    forge.write(
      { ...forge.header, alg: 'HS256' },
      forge.claims,
      hmac(JSON.stringify(forge.key.publicKey.export({ format: 'jwk' }))),
    ),
  'HS256, an empty secret': () => forge.write({ ...forge.header, alg: 'HS256' }, forge.claims, hmac('')),
  'HS256 under the name of ES256': () => forge.write(forge.header, forge.claims, hmac(forge.publicPem)),
  RS256: () =>
    forge.write({ ...forge.header, alg: 'RS256' }, forge.claims, (input) =>
      sign('sha256', Buffer.from(input), strangerRsa),
    ),
  PS256: () => forge.withHeader({ alg: 'PS256' }),
  'ES384 of a stranger': () =>
    forge.write({ ...forge.header, alg: 'ES384' }, forge.claims, forge.signed(stranger384, 'sha384')),
  'ES256 of a stranger under our key’s id': () => forge.write(forge.header, forge.claims, forge.signed(stranger)),
  'ES512 in the header only': () => forge.withHeader({ alg: 'ES512' }),

  'typ JWT': () => forge.withHeader({ typ: 'JWT' }),
  'typ missing': () => forge.withHeader({ typ: undefined }),
  'typ of an access token': () => forge.withHeader({ typ: 'at+jwt' }),
  'typ in capitals': () => forge.withHeader({ typ: 'SKILLDESK-SESSION+JWT' }),
  'typ with application/': () => forge.withHeader({ typ: 'application/skilldesk-session+jwt' }),
  'jku to a stranger’s keys': () =>
    forge.write({ ...forge.header, jku: `${skilldesk.webex.url}/keys` }, forge.claims, forge.signed(stranger)),
  'jku, though signed by us': () => forge.withHeader({ jku: `${skilldesk.webex.url}/keys` }),
  'x5u to a stranger’s certificate': () => forge.withHeader({ x5u: `${skilldesk.webex.url}/certificate` }),
  'x5c with a certificate': () => forge.withHeader({ x5c: ['MIIB'] }),
  'jwk with a stranger’s key': () =>
    forge.write({ ...forge.header, jwk: publicJwkOf(stranger) }, forge.claims, forge.signed(stranger)),
  'crit that we do not know': () => forge.withHeader({ crit: ['http://example.com/never'] }),
  'crit empty': () => forge.withHeader({ crit: [] }),
  'b64 false': () => forge.withHeader({ b64: false, crit: ['b64'] }),
  zip: () => forge.withHeader({ zip: 'DEF' }),
  'cty of a nested token': () => forge.withHeader({ cty: 'JWT' }),
  'alg twice in the header': () => forge.write(`{"alg":"none",${JSON.stringify(forge.header).slice(1)}`, forge.claims),
  'a header with spaces': () => forge.write(JSON.stringify(forge.header, null, 1), forge.claims),
  'a header that is a list': () => forge.write('["ES256"]', forge.claims),
  'a header that is null': () => forge.write('null', forge.claims),
  'a header that is no JSON': () => forge.write('{', forge.claims),

  'kid missing': () => forge.withHeader({ kid: undefined }),
  'kid empty': () => forge.withHeader({ kid: '' }),
  'kid unknown': () => forge.withHeader({ kid: randomUUID() }),
  'kid that leaves its folder': () => forge.withHeader({ kid: '../../../../dev/null' }),
  'kid with SQL': () => forge.withHeader({ kid: `x' or '1'='1` }),
  'kid with a NUL': () => forge.withHeader({ kid: `${forge.key.id}\u0000` }),
  'kid with a space behind': () => forge.withHeader({ kid: `${forge.key.id} ` }),
  'kid in capitals': () => forge.withHeader({ kid: forge.key.id.toUpperCase() }),
  'kid a number': () => forge.withHeader({ kid: 0 }),
  'kid a list': () => forge.withHeader({ kid: [forge.key.id] }),
  'kid an object': () => forge.withHeader({ kid: { toString: forge.key.id } }),
  'kid __proto__': () => forge.withHeader({ kid: '__proto__' }),

  'iss missing': () => without('iss'),
  'iss of another installation': () => forge.withClaims({ iss: 'https://evil.example.com' }),
  'iss with a slash behind': () => forge.withClaims({ iss: `${String(forge.claims['iss'])}/` }),
  'iss a list': () => forge.withClaims({ iss: [forge.claims['iss']] }),
  'aud missing': () => without('aud'),
  'aud of another application': () => forge.withClaims({ aud: 'another' }),
  'aud empty': () => forge.withClaims({ aud: '' }),
  'aud a list of us': () => forge.withClaims({ aud: ['skilldesk'] }),
  'aud a list with others': () => forge.withClaims({ aud: ['another', 'skilldesk'] }),
  'aud in capitals': () => forge.withClaims({ aud: 'SKILLDESK' }),
  'sub missing': () => without('sub'),
  'sub of another person': () => forge.withClaims({ sub: people.admin.ciUserId }),
  'sub empty': () => forge.withClaims({ sub: '' }),
  'org missing': () => without('org'),
  'org of another organization': () => forge.withClaims({ org: 'aaaaaaaa-0000-4000-8000-000000000000' }),
  'sid missing': () => without('sid'),
  'sid of no session': () => forge.withClaims({ sid: randomUUID() }),
  'sid with SQL': () => forge.withClaims({ sid: `' or ''='` }),
  'sid a list': () => forge.withClaims({ sid: [forge.claims['sid']] }),
  'jti missing': () => without('jti'),
  'jti a number': () => forge.withClaims({ jti: 1 }),
  'iat missing': () => without('iat'),
  'iat in five minutes': () => forge.withClaims({ iat: forge.now + 300 }),
  'iat eleven minutes ago': () => forge.withClaims({ iat: forge.now - 660 }),
  'iat a text': () => forge.withClaims({ iat: String(forge.now) }),
  'iat a fraction': () => forge.withClaims({ iat: forge.now + 0.5 }),
  'exp missing': () => without('exp'),
  'exp a second ago': () => forge.withClaims({ exp: forge.now - 1 }),
  'exp in ten years': () => forge.withClaims({ exp: forge.now + 315_360_000 }),
  'exp eleven minutes after iat': () => forge.withClaims({ iat: forge.now, exp: forge.now + 660 }),
  'exp a text': () => forge.withClaims({ exp: String(forge.claims['exp']) }),
  'exp null': () => forge.withClaims({ exp: null }),
  'exp negative': () => forge.withClaims({ exp: -1 }),
  'nbf in five minutes': () => forge.withClaims({ nbf: forge.now + 300 }),
  'a claim of rights': () => forge.withClaims({ rights: { values: true } }),
  'a claim named __proto__': () =>
    forge.write(forge.header, `${JSON.stringify(forge.claims).slice(0, -1)},"__proto__":{"sid":"x"}}`),
  'exp twice in the claims': () => forge.write(forge.header, `{"exp":1,${JSON.stringify(forge.claims).slice(1)}`),
  'claims with spaces': () => forge.write(forge.header, JSON.stringify(forge.claims, null, 1)),
  'claims that are a list': () => forge.write(forge.header, [forge.claims]),
  'claims that are a text': () => forge.write(forge.header, '"sid"'),
  'claims that are null': () => forge.write(forge.header, 'null'),
  'claims that are no JSON': () => forge.write(forge.header, 'sid=1'),
  'no claims': () => `${parts()[0]}..${parts()[2]}`,

  'the signature of another token': () => [...forge.withClaims({}).split('.').slice(0, 2), parts()[2]].join('.'),
  'the claims of another token': () =>
    [parts()[0], forge.withClaims({ sub: people.admin.ciUserId }).split('.')[1], parts()[2]].join('.'),
  'no signature': () => `${parts()[0]}.${parts()[1]}.`,
  'one bit of the signature': () => {
    const [header, claims, signature] = parts();
    const changed = bytes(signature);
    changed[10] = (changed[10] ?? 0) ^ 1;
    return [header, claims, changed.toString('base64url')].join('.');
  },
  'a signature of zeros': () => forge.write(forge.header, forge.claims, () => Buffer.alloc(64)),
  'a signature in DER': () =>
    forge.write(forge.header, forge.claims, (input) => sign('sha256', Buffer.from(input), forge.key.privateKey)),
  'a signature with a byte more': () => {
    const [header, claims, signature] = parts();
    return [header, claims, Buffer.concat([bytes(signature), Buffer.alloc(1)]).toString('base64url')].join('.');
  },
  'the signature twice': () => `${forge.token}.${parts()[2]}`,
  'half of the signature': () => forge.token.slice(0, -43),
  'a letter less': () => forge.token.slice(0, -1),
  'two parts': () => parts().slice(0, 2).join('.'),
  'five parts, like an encrypted token': () => `${forge.token}.x.y`,
  'a dot in front': () => `.${forge.token}`,
  'a dot behind': () => `${forge.token}.`,
  'padding behind': () => `${forge.token}==`,
  'padding in the header': () => `${parts()[0]}=.${parts()[1]}.${parts()[2]}`,
  'bits that mean nothing': () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(forge.token.at(-1) ?? '');
    return forge.token.slice(0, -1) + (alphabet[last ^ 1] ?? '');
  },
  'letters of the other base64': () => forge.token.replaceAll('-', '+').replaceAll('_', '/') + '+/',
  'all in small letters': () => forge.token.toLowerCase(),
  'its parts backwards': () => forge.token.split('.').toReversed().join('.'),
  'percent-encoded': () => forge.token.replaceAll('.', '%2E'),
  'in quotes': () => `"${forge.token}"`,
  'with a space inside': () => forge.token.replace('.', ' .'),
  'with a tab behind': () => `${forge.token}\t.`,
  'Bearer twice': () => `Bearer ${forge.token}`,
  'two tokens with a comma': () => `${forge.token},${forge.token}`,
  'of another alphabet': () => forge.token.replaceAll('.', '\u00b7'),
  'longer than any token': () => `${forge.token}${'a'.repeat(8_192)}`,
  'a long header': () => forge.withHeader({ kid: 'k'.repeat(4_000) }),
  'nested a thousand deep': () => forge.write(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`, '{}'),
  'the word null': () => 'null',
  'the word undefined': () => 'undefined',
  'an empty object': () => '{}',
  'three dots': () => '...',
  'two dots': () => '..',
  'the session’s id': () => String(forge.claims['sid']),
  'a desktop token': () => skilldesk.webex.issueDesktopToken(people.nadiaNorth.ciUserId),
  'an admin token': () => skilldesk.webex.credentials.serviceApp.accessToken,
  'another installation’s session': () =>
    forge.write(
      { ...forge.header, kid: randomUUID() },
      { ...forge.claims, iss: 'https://other.example.com' },
      forge.signed(stranger),
    ),
};

describe('a session’s token is not taken when it has', () => {
  test.each(Object.keys(sessions))('%s', async (what) => {
    const before = asked().length;

    const answer = await skilldesk.call('GET', '/api/agents', { authorization: `Bearer ${sessions[what]?.() ?? ''}` });

    expect(answer.status).toBe(401);
    expectProblem(answer, 'session-missing', 'session-expired');
    expect(asked()).toHaveLength(before);
  });

  test('nor is it for a write, or to end the session', async () => {
    const forged = forge.withHeader({ alg: 'none' });
    const headers = { authorization: `Bearer ${forged}`, 'idempotency-key': randomUUID() };

    for (const answer of [
      await skilldesk.call('POST', '/api/changes', headers, { edits: [], reason: 'x' }),
      await skilldesk.call('DELETE', '/api/session', headers),
    ]) {
      expectProblem(answer, 'session-missing');
    }
    expect((await nadia.call('GET', '/api/agents')).status).toBe(200);
  });

  test('been revoked, or ended by its time', async () => {
    const gwen = await skilldesk.signIn(people.gwenGlobal.ciUserId);
    await gwen.call('DELETE', '/api/session');

    expectProblem(await gwen.call('GET', '/api/agents'), 'session-expired');
    const ended = forge.withClaims({ iat: forge.now - 20, exp: forge.now - 10 });
    expectProblem(await skilldesk.call('GET', '/api/agents', { authorization: `Bearer ${ended}` }), 'session-expired');
  });
});

describe('a good session’s token is not looked for', () => {
  const token = () => forge.token;
  test.each<[where: string, path: () => string, headers: () => Record<string, string>]>([
    ['in the query', () => `/api/agents?access_token=${token()}`, () => ({})],
    ['in the query as token', () => `/api/agents?token=${token()}`, () => ({})],
    ['in a cookie', () => '/api/agents', () => ({ cookie: `session=${token()}; Authorization=Bearer ${token()}` })],
    [
      'in Basic',
      () => '/api/agents',
      () => ({ authorization: `Basic ${Buffer.from(`x:${token()}`).toString('base64')}` }),
    ],
    ['in DPoP', () => '/api/agents', () => ({ authorization: `DPoP ${token()}` })],
    ['without a scheme', () => '/api/agents', () => ({ authorization: token() })],
    ['in X-Authorization', () => '/api/agents', () => ({ 'x-authorization': `Bearer ${token()}` })],
    ['in X-Forwarded-Authorization', () => '/api/agents', () => ({ 'x-forwarded-authorization': `Bearer ${token()}` })],
    ['in X-Access-Token', () => '/api/agents', () => ({ 'x-access-token': token() })],
    ['in Proxy-Authorization', () => '/api/agents', () => ({ 'proxy-authorization': `Bearer ${token()}` })],
    ['in Sec-WebSocket-Protocol', () => '/api/agents', () => ({ 'sec-websocket-protocol': token() })],
    ['in the path', () => `/api/agents/${token()}`, () => ({})],
  ])('%s', async (_where, path, headers) => {
    expectProblem(await skilldesk.call('GET', path(), headers()), 'session-missing');
  });

  test('in the body', async () => {
    const body = { token: forge.token, access_token: forge.token, edits: [], reason: 'x' };

    expectProblem(
      await skilldesk.call('POST', '/api/changes', { 'idempotency-key': randomUUID() }, body),
      'session-missing',
    );
  });

  test('in a second Authorization header', async () => {
    const answer = await raw(['Authorization: Bearer garbage', `Authorization: Bearer ${forge.token}`]);

    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toContain('session-missing');
  });

  test.each(['\u0000', '\u0001', '\u007f', '\u001b'])(
    'behind a control character: %j is no request at all',
    async (letter) => {
      const answer = await raw([`Authorization: Bearer ${letter}${forge.token}`]);

      expect(answer).toMatch(/^HTTP\/1\.1 40[01] /);
      expect(answer).not.toMatch(/Error|node:/);
    },
  );
});

/** A request as no browser would send it. */
function raw(headers: string[]): Promise<string> {
  const { hostname, port } = new URL(skilldesk.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET /api/agents HTTP/1.1\r\nHost: x\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    });
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    socket.once('close', () => resolve(answer)).once('error', reject);
  });
}

const desktopTokenOf = (ciUserId: string, options?: Parameters<typeof skilldesk.webex.issueDesktopToken>[1]) =>
  skilldesk.webex.issueDesktopToken(ciUserId, options);
const nadiaAt = (options: Parameters<typeof skilldesk.webex.issueDesktopToken>[1]) =>
  desktopTokenOf(people.nadiaNorth.ciUserId, options);
const jwtLike = (claims: unknown, header: unknown = { alg: 'RS256', typ: 'JWT' }) =>
  [header, claims]
    .map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'))
    .concat('c2ln')
    .join('.');

/** With the code, and how many questions to Webex it is worth. */
const desktopTokens: Record<string, [code: string, calls: number, token: () => string]> = {
  garbage: ['desktop-token-refused', 1, () => 'garbage'],
  'one letter': ['desktop-token-refused', 1, () => 'x'],
  'the word undefined': ['desktop-token-refused', 1, () => 'undefined'],
  'dots only': ['desktop-token-refused', 1, () => '...'],
  'a path': ['desktop-token-refused', 1, () => '../../organization/x'],
  '8,192 letters': ['desktop-token-refused', 1, () => 'a'.repeat(8_192)],
  'more letters than any token': ['session-missing', 0, () => 'a'.repeat(8_193)],
  nothing: ['session-missing', 0, () => ''],
  'spaces inside': ['session-missing', 0, () => `${nadiaAt({})} x`],
  'a comma': ['session-missing', 0, () => `${nadiaAt({})},${nadiaAt({})}`],
  quotes: ['session-missing', 0, () => `"${nadiaAt({})}"`],
  'letters that no token has': ['session-missing', 0, () => `${nadiaAt({})}\u00e9`],
  'percent-encoded control characters': ['session-missing', 0, () => `${nadiaAt({})}%0d%0aX-Evil:1`],
  'a tab inside': ['session-missing', 0, () => `${nadiaAt({})}\tx`],
  'a session of ours': ['desktop-token-refused', 0, () => forge.token],
  'an ended session of ours': ['desktop-token-refused', 0, () => forge.withClaims({ exp: forge.now - 10 })],
  'a forged session': ['desktop-token-refused', 0, () => forge.write(forge.header, {}, nothing)],
  'a JWT that says it has ended': ['desktop-token-refused', 0, () => jwtLike({ exp: 1 })],
  'a JWT whose end is no number': ['desktop-token-refused', 1, () => jwtLike({ exp: 'never' })],
  'a JWT of no JSON': ['desktop-token-refused', 1, () => jwtLike('hello')],
  'a JWT whose header is no JSON': ['desktop-token-refused', 1, () => jwtLike({}, '{')],
  'a JWT whose header is null': ['desktop-token-refused', 1, () => jwtLike({}, 'null')],
  'a JWT that claims to be an administrator': [
    'desktop-token-refused',
    1,
    () => jwtLike({ realm: skilldesk.webex.organization.id, cis_uuid: people.admin.ciUserId, user_type: 'admin' }),
  ],
  'a token one letter short': ['desktop-token-refused', 1, () => nadiaAt({}).slice(0, -1)],
  'a token in capitals': ['desktop-token-refused', 1, () => nadiaAt({}).toUpperCase()],
  'a token of our organization in name only': [
    'desktop-token-refused',
    1,
    () => `Zm9yZ2Vk_PF84_${skilldesk.webex.organization.id}`,
  ],
  'an expired token': [
    'desktop-token-refused',
    1,
    () => {
      const token = nadiaAt({});
      skilldesk.webex.expireToken(token);
      return token;
    },
  ],
  'a JWT that has just ended': ['desktop-token-refused', 0, () => nadiaAt({ form: 'jwt', expiresInSeconds: 0 })],
  'a token that has just ended': ['desktop-token-refused', 1, () => nadiaAt({ expiresInSeconds: 0 })],
  'a token of another organization': [
    'other-organization',
    1,
    () => nadiaAt({ organizationId: 'aaaaaaaa-0000-4000-8000-000000000000' }),
  ],
  'a token of another Webex app, which may only say who he is': [
    'desktop-token-refused',
    2,
    () => nadiaAt({ scopes: ['spark:people_read'] }),
  ],
  'a token that may not say who he is': ['desktop-token-refused', 1, () => nadiaAt({ scopes: ['cjp:config_read'] })],
  'a token without scopes': ['desktop-token-refused', 1, () => nadiaAt({ scopes: [] })],
  'an agent’s token': ['not-a-supervisor', 2, () => desktopTokenOf(people.standardAgent.ciUserId)],
  'the token of somebody without a user': ['not-a-supervisor', 2, () => desktopTokenOf(randomUUID())],
  'the Service App’s access token': [
    'desktop-token-refused',
    1,
    () => skilldesk.webex.credentials.serviceApp.accessToken,
  ],
  'the Service App’s refresh token': [
    'desktop-token-refused',
    1,
    () => skilldesk.webex.credentials.serviceApp.refreshToken,
  ],
  'the Service App’s secret': ['desktop-token-refused', 1, () => skilldesk.webex.credentials.serviceApp.clientSecret],
  'an integration’s access token': [
    'desktop-token-refused',
    1,
    () => skilldesk.webex.credentials.integration.accessToken,
  ],
  'the token manager’s access token': [
    'desktop-token-refused',
    1,
    () => skilldesk.webex.credentials.tokenManager.accessToken,
  ],
  'a direct admin token': ['desktop-token-refused', 1, () => skilldesk.webex.credentials.directAccessToken],
  'a developer’s personal token': ['desktop-token-refused', 2, () => skilldesk.webex.credentials.personalAccessToken],
};

const exchangeMayAsk = [/^\/v1\/people\/me$/, /^\/organization\/[\w-]{36}\/v2\/user\/by-ci-user-id\/[\w-]{36}$/];

describe('as a desktop token, no session is given for', () => {
  test.each(Object.keys(desktopTokens))('%s', async (what) => {
    const [code, calls, token] = desktopTokens[what] ?? ['', 0, () => ''];
    const before = skilldesk.webex.requests.length;

    const answer = await skilldesk.call('POST', '/api/session', {
      authorization: `Bearer ${token()}`,
      // Each from an address of its own: one alone is stopped after 20.
      'x-forwarded-for': `203.0.113.${Object.keys(desktopTokens).indexOf(what)}`,
    });

    expectProblem(answer, code);
    expect([401, 403]).toContain(answer.status);
    // The Service App’s own token may be the one that is tried, so calls are told apart by their path.
    const questions = skilldesk.webex.requests
      .slice(before)
      .filter(({ path }) => exchangeMayAsk.some((each) => each.test(path)) || !path.startsWith('/organization/'));
    expect(questions.map(({ method }) => method)).toEqual(Array(calls).fill('GET'));
    for (const { path } of questions) expect(exchangeMayAsk.some((each) => each.test(path))).toBe(true);
  });

  test('a good token in the query, a cookie or the body', async () => {
    const token = nadiaAt({});
    const before = asked().length;

    for (const answer of [
      await skilldesk.call('POST', `/api/session?access_token=${token}`),
      await skilldesk.call('POST', '/api/session', { cookie: `token=${token}` }),
      await skilldesk.call('POST', '/api/session', {}, { token, accessToken: token }),
    ]) {
      expectProblem(answer, 'session-missing');
    }
    expect(asked()).toHaveLength(before);
  });
});

test('both sets have sixty cases and more', () => {
  expect(Object.keys(sessions).length + Object.keys(desktopTokens).length).toBeGreaterThanOrEqual(120);
});

test('nothing of all this was written down', async () => {
  await expect(skilldesk.searchForSecrets(forge.token)).resolves.toBeUndefined();
});
