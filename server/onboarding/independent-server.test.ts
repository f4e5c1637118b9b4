import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startIndependentServer, type IndependentServer } from '../../test/authorization-server/independent-server.ts';
import { WebexAuthorize } from '../adapters/webex/webex-authorize.ts';
import { WebexRevocation } from '../adapters/webex/webex-revocation.ts';
import { judge } from '../admin-token/failure-classes.ts';
import { Secret } from '../secret.ts';
import { ConnectError } from './connect-faults.ts';
import { beginConsent, codeIn, completeConsent } from './consent.ts';

/** The same ways in, at an authorization server that does not know our simulator. */
describe.each([
  ['that rotates refresh tokens', true],
  ['that does not', false],
])('an independent authorization server %s', (_which, rotates) => {
  let provider: IndependentServer;
  let server: WebexAuthorize;
  beforeEach(async () => {
    provider = await startIndependentServer({ rotates });
    server = new WebexAuthorize(provider.url, { now: () => 0 });
  });
  afterEach(() => provider.close());

  const organizationId = 'd5627e0e-0c8e-445e-b28f-4883cfce7bdb';
  const client = (secret = provider.clientSecret) => ({
    clientId: provider.clientId,
    clientSecret: new Secret(secret),
  });
  const ports = () => ({ server, revoker: new WebexRevocation(provider.url), organizationId });
  const begin = (redirectUri = provider.redirectUri) =>
    beginConsent(server, 'integration', provider.clientId, redirectUri);
  const faultOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => (error instanceof ConnectError ? error.fault : error),
    );

  test('gives tokens for a consent, and a new pair for the refresh token', async () => {
    const attempt = begin();
    const code = codeIn(attempt, (await provider.browse(attempt.url)).searchParams);

    const { tokens, scopes } = await completeConsent(ports(), attempt, client(), code);
    expect(tokens).toMatchObject({ accessExpiresAt: 3_600_000, refreshExpiresAt: undefined });
    expect(scopes).toEqual(['cjp:config_read', 'cjp:config_write']);

    const old = tokens.refreshToken ?? new Secret('');
    const next = await server.exchangeRefreshToken(client(), old);
    expect(next.ok && next.found.tokens.refreshToken?.equals(old)).toBe(!rotates);
    const again = await server.exchangeRefreshToken(client(), old);
    expect(again.ok ? undefined : judge(again.seen, 'refresh').class).toBe(rotates ? 'dead-grant' : undefined);
  });

  test('tells of a declined consent', async () => {
    const attempt = begin();
    const back = await provider.browse(attempt.url, 'decline');

    expect(() => codeIn(attempt, back.searchParams)).toThrow('answered with “Decline”');
  });

  test('refuses a code that was used, another verifier, a wrong secret and another redirect URI, each explained', async () => {
    const codeOf = async (attempt: ReturnType<typeof begin>) =>
      codeIn(attempt, (await provider.browse(attempt.url)).searchParams);
    const complete = (attempt: ReturnType<typeof begin>, code: string, secret?: string) =>
      faultOf(completeConsent(ports(), attempt, client(secret), code));

    const used = begin();
    const code = await codeOf(used);
    expect(await complete(used, code)).toBeUndefined();
    expect(await complete(used, code)).toBe('code-refused');

    const mine = begin();
    expect(await complete({ ...mine, verifier: begin().verifier }, await codeOf(mine))).toBe('code-refused');
    expect(await complete(mine, await codeOf(mine), 'wrong')).toBe('wrong-secret');
    expect(await complete({ ...mine, redirectUri: 'http://localhost:8000/other' }, await codeOf(mine))).toBe(
      'code-refused',
    );
  });

  test('shows an error page of its own, and no way back, for a redirect URI that is not registered', async () => {
    await expect(provider.browse(begin('http://localhost:8000/other').url)).rejects.toThrow(
      'No way on from /v1/authorize: 400 invalid_redirect_uri',
    );
  });
});
