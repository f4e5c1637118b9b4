import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../test/simulator/faults.ts';
import { startWebexSimulator, type WebexSimulator } from '../../test/simulator/webex-simulator.ts';
import { WebexAuthorize } from '../adapters/webex/webex-authorize.ts';
import { WebexRevocation } from '../adapters/webex/webex-revocation.ts';
import { Secret } from '../secret.ts';
import { ConnectError, connectFaults, consentFaults, type ConnectFault } from './connect-faults.ts';
import {
  beginConsent,
  codeIn,
  codeInPasted,
  completeConsent,
  type ConsentAttempt,
  type ConsentKind,
} from './consent.ts';
import { applicationIdOf, mintServiceAppTokens } from './service-app.ts';

const redirectUri = 'http://localhost:8000/oauth/webex/callback';
const now = Date.UTC(2026, 10, 21);

let webex: WebexSimulator;
let server: WebexAuthorize;
beforeEach(async () => {
  webex = await startWebexSimulator();
  server = new WebexAuthorize(webex.url, { now: () => now });
});
afterEach(() => webex.close());

const clientOf = (kind: ConsentKind) => {
  const { clientId, clientSecret } = webex.credentials[kind === 'integration' ? 'integration' : 'tokenManager'];
  return { clientId, clientSecret: new Secret(clientSecret) };
};
const begin = (kind: ConsentKind = 'integration') => beginConsent(server, kind, clientOf(kind).clientId, redirectUri);
const ports = () => ({ server, revoker: new WebexRevocation(webex.url), organizationId: webex.organization.id });

/** What the administrator's browser is sent back with. */
async function consented({ url }: ConsentAttempt): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'http://nowhere.example');
}

async function faultIn(work: () => unknown): Promise<ConnectFault | undefined> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    for (const secret of webex.secrets()) expect(error.message).not.toContain(secret);
    expect(error.message).not.toMatch(/[{}]/);
    return error.fault;
  }
  return undefined;
}

describe.each<ConsentKind>(['integration', 'token-manager'])('an administrator who consents to the %s', (kind) => {
  test('brings a pair of tokens with their ends and scopes', async () => {
    const attempt = begin(kind);
    const back = await consented(attempt);

    const candidate = await completeConsent(ports(), attempt, clientOf(kind), codeIn(attempt, back.searchParams));

    expect(candidate).toMatchObject({
      kind,
      tokens: { obtainedAt: now, accessExpiresAt: now + 1_209_600_000 },
      scopes: kind === 'integration' ? ['cjp:config_read', 'cjp:config_write'] : ['spark:applications_token'],
    });
    expect(webex.secrets()).toContain(candidate.tokens.refreshToken?.reveal());
    expect(JSON.stringify(candidate)).not.toContain('CANARY');
  });
});

test('the link asks with PKCE and state, and no two links are alike', () => {
  const query = new URL(begin().url).searchParams;

  expect(query.get('code_challenge_method')).toBe('S256');
  expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  expect(query.get('state')).toMatch(/^[\w-]{43}$/);
  expect(new URL(begin().url).searchParams.get('state')).not.toBe(query.get('state'));
  expect(begin().url).toContain('scope=cjp%3Aconfig_read%20cjp%3Aconfig_write');
});

describe('the answer of the browser', () => {
  const with_ = (attempt: ConsentAttempt, query: string) =>
    new URLSearchParams(query.replace('STATE', attempt.state.reveal()));

  test.each<[what: string, query: string, fault: ConnectFault]>([
    ['without a state', 'code=abcdefgh', 'foreign-state'],
    ['with a foreign state', 'code=abcdefgh&state=somebody-elses', 'foreign-state'],
    ['of a refusal with a foreign state', 'error=access_denied&state=somebody-elses', 'foreign-state'],
    ['with a state twice', 'code=abcdefgh&state=STATE&state=other', 'unreadable-answer'],
    ['with two codes', 'code=abcdefgh&code=ijklmnop&state=STATE', 'unreadable-answer'],
    ['without a code', 'state=STATE', 'unreadable-answer'],
    ['with an error that nobody knows', 'error=%3Cscript%3E&state=STATE', 'unknown'],
    ...Object.entries(consentFaults).map(
      ([error, fault]) => [`with ${error}`, `error=${error}&state=STATE`, fault] as [string, string, ConnectFault],
    ),
  ])('%s is explained', async (_what, query, fault) => {
    const attempt = begin();

    expect(await faultIn(() => codeIn(attempt, with_(attempt, query)))).toBe(fault);
  });

  test('may be pasted as the whole address, as its query, or as the code alone', async () => {
    const attempt = begin();
    const back = await consented(attempt);
    const code = back.searchParams.get('code');

    for (const pasted of [` ${back.href}\n`, back.search, code ?? '']) expect(codeInPasted(attempt, pasted)).toBe(code);
  });

  test.each(['yes', 'a b c', 'https://example.org/?x=1'])('“%s” is no answer', async (pasted) => {
    expect(await faultIn(() => codeInPasted(begin(), pasted))).toMatch(/unreadable-answer|foreign-state/);
  });
});

describe('Webex refuses the code', () => {
  const complete = async (attempt: ConsentAttempt, code: string, change: { secret?: string } = {}) => {
    const client = clientOf('integration');
    const clientSecret = change.secret === undefined ? client.clientSecret : new Secret(change.secret);
    return completeConsent(ports(), attempt, { ...client, clientSecret }, code);
  };

  test('because it was used before', async () => {
    const attempt = begin();
    const code = codeIn(attempt, (await consented(attempt)).searchParams);
    await complete(attempt, code);

    expect(await faultIn(() => complete(attempt, code))).toBe('code-refused');
  });

  test('because it was given to another attempt: its verifier is not ours', async () => {
    const other = begin();
    const code = codeIn(other, (await consented(other)).searchParams);

    expect(await faultIn(() => complete(begin(), code))).toBe('code-refused');
  });

  test('because it was given for another redirect URI, and the message names the one to register', async () => {
    const attempt = begin();
    const code = codeIn(attempt, (await consented(attempt)).searchParams);

    await expect(complete({ ...attempt, redirectUri: 'http://localhost:8000/other' }, code)).rejects.toThrow(
      'register exactly http://localhost:8000/other',
    );
  });

  test.each(['400', '401'] as const)('because the secret is wrong, be it with %s', async (status) => {
    webex.switches.invalidClientStatus = status;
    const attempt = begin();
    const code = codeIn(attempt, (await consented(attempt)).searchParams);

    expect(await faultIn(() => complete(attempt, code, { secret: 'wrong' }))).toBe('wrong-secret');
  });

  test.each<[fault: Omit<Fault, 'path'>, expected: ConnectFault]>([
    [{ status: 429 }, 'busy'],
    [{ status: 503 }, 'unreachable'],
    [{ drop: true }, 'unreachable'],
    [{ status: 200, body: '<html>' }, 'unreachable'],
    [{ status: 200, body: {} }, 'unreachable'],
    [{ status: 403, body: '<html>' }, 'unknown'],
    [{ status: 200, body: { access_token: 'CANARY-only-this', expires_in: 10 } }, 'no-refresh-token'],
  ])('or answers %j', async (fault, expected) => {
    const attempt = begin();
    const code = codeIn(attempt, (await consented(attempt)).searchParams);
    webex.faults.push({ path: '/v1/access_token', ...fault });

    expect(await faultIn(() => complete(attempt, code))).toBe(expected);
  });

  test.each([
    ['and gives them back', undefined, 'revoked again'],
    [
      'and says so when Webex does not take them back',
      { path: '/revoke', status: 503, times: 2 },
      'could not be revoked',
    ],
  ])('or brings tokens of another organization, %s', async (_what, fault, words) => {
    const attempt = begin();
    const code = codeIn(attempt, (await consented(attempt)).searchParams);
    const elsewhere = { ...ports(), organizationId: 'f0000000-0000-4000-8000-000000000001' };
    if (fault) webex.faults.push(fault);
    const completing = completeConsent(elsewhere, attempt, clientOf('integration'), code);

    await expect(completing).rejects.toMatchObject({
      fault: 'wrong-organization',
      message: expect.stringContaining(words) as string,
    });
    const revoked = webex.requests.filter(({ path }) => path === '/idb/oauth2/v1/revoke');
    expect(revoked.map(({ body }) => (body as { token_type_hint: string }).token_type_hint)).toEqual([
      'refresh_token',
      'access_token',
    ]);
  });
});

describe('a Service App', () => {
  const app = () => {
    const { clientId, clientSecret, id } = webex.credentials.serviceApp;
    return { clientId, clientSecret: new Secret(clientSecret), applicationId: id };
  };
  const managerToken = () => new Secret(webex.credentials.tokenManager.accessToken);
  const mint = (change: Partial<ReturnType<typeof app>> = {}, token = managerToken(), organizationId?: string) =>
    mintServiceAppTokens({ ...ports(), ...(organizationId && { organizationId }) }, { ...app(), ...change }, token);

  test('gets a new pair by the token manager, or once by a personal access token', async () => {
    for (const token of [managerToken(), new Secret(webex.credentials.personalAccessToken)]) {
      const { tokens } = await mint({}, token);

      expect(webex.secrets()).toContain(tokens.refreshToken?.reveal());
    }
  });

  test('has an application id that follows from its client id', () => {
    expect(applicationIdOf(webex.credentials.serviceApp.clientId)).toBe(webex.credentials.serviceApp.id);
  });

  test.each<[what: string, expected: ConnectFault, attempt: () => Promise<unknown>]>([
    ['a wrong secret', 'wrong-secret', () => mint({ clientSecret: new Secret('wrong') })],
    ['an unknown application id', 'unknown-app', () => mint({ applicationId: 'bm90aGluZw' })],
    ['a manager token that has ended', 'manager-token-refused', () => mint({}, new Secret('ended'))],
    [
      'a manager token without the scope',
      'manager-scope',
      () => mint({}, new Secret(webex.credentials.directAccessToken)),
    ],
    [
      'an organization that has not authorized it',
      'app-not-authorized',
      () => mint({}, managerToken(), 'f0000000-0000-4000-8000-000000000001'),
    ],
  ])('with %s is told what to do', async (_what, expected, attempt) => {
    expect(await faultIn(attempt)).toBe(expected);
  });
});

test('every fault says what happened, why, and what to do', () => {
  for (const parts of Object.values(connectFaults)) {
    expect(parts).toHaveLength(3);
    for (const part of parts) expect(part.length).toBeGreaterThan(10);
  }
});
