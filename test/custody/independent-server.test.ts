import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebexAuthorize } from '../../server/adapters/webex/webex-authorize.ts';
import { WebexRevocation } from '../../server/adapters/webex/webex-revocation.ts';
import { beginConsent, codeIn, completeConsent } from '../../server/onboarding/consent.ts';
import { Secret } from '../../server/secret.ts';
import { startIndependentServer, type IndependentServer } from '../authorization-server/independent-server.ts';
import { Replica } from '../bench/replica.ts';
import { CustodyDesk, key, organizationId } from './custody-desk.ts';

const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
const minute = 60_000;
let desk: CustodyDesk;
let provider: IndependentServer;
let id: string;

/** Custody in front of an authorization server that nobody of us wrote, connected by its own consent. */
async function connectTo(rotates: boolean): Promise<void> {
  desk = await CustodyDesk.open([key('test', 1)]);
  desk.now = Date.now();
  provider = await startIndependentServer({ rotates, accessTokenLifeSeconds: 3600 });
  const { clientId, clientSecret: text, redirectUri } = provider;
  const clientSecret = new Secret(text);
  const server = new WebexAuthorize(provider.url, desk.clock);
  const attempt = beginConsent(server, 'integration', clientId, redirectUri);
  const code = codeIn(attempt, (await provider.browse(attempt.url)).searchParams);
  const ports = { server, revoker: new WebexRevocation(provider.url), organizationId };
  const { tokens } = await completeConsent(ports, attempt, { clientId, clientSecret }, code);
  id = await desk.connect({ kind: 'integration', clientId, clientSecret, tokens });
}
afterEach(async () => {
  await provider.close();
  await desk.close();
});

const replica = () => desk.replica({ endpoint: new WebexAuthorize(provider.url, desk.clock) });
const stored = () => desk.stored(id);
const refreshToken = async () => (await stored()).tokens?.refreshToken?.reveal() ?? '';

describe.each([
  ['that rotates refresh tokens', true],
  ['that does not', false],
])('custody at an independent authorization server %s', (_which, rotates) => {
  beforeEach(() => connectTo(rotates));

  test('refreshes once for all who ask, and keeps the refresh token that it is given', async () => {
    const first = await refreshToken();
    const { access } = replica();
    const refused = await access.token();

    const renewed = await Promise.all(Array.from({ length: 100 }, () => access.renew(refused)));

    expect(provider.refreshes).toEqual({ answered: 1, refused: 0 });
    expect(new Set(renewed.map((token) => token.reveal())).size).toBe(1);
    expect(renewed[0]?.equals(refused)).toBe(false);
    expect((await refreshToken()) === first).toBe(!rotates);
  });

  test('goes on so, refresh after refresh, by the times that each answer tells', async () => {
    const { access } = replica();
    const seen = new Set([(await access.token()).reveal()]);
    for (let time = 0; time < 3; time += 1) {
      desk.now += 58 * minute;
      await access.refreshWhenDue();
      seen.add((await access.token()).reveal());
    }

    expect(seen.size).toBe(4);
    expect(provider.refreshes).toEqual({ answered: 3, refused: 0 });
    expect((await stored()).tokens?.accessExpiresAt).toBe(desk.now + 60 * minute);
    expect(access.state).toBe('active');
  });

  test('keeps its tokens when the client secret is wrong, and says that it is', async () => {
    const { clientId, tokens } = await stored();
    const clientSecret = new Secret('CANARY-another-secret');
    id = await desk.connect({ kind: 'integration', clientId, clientSecret, tokens });
    desk.now += 61 * minute;
    const { access } = replica();

    await expect(access.token()).rejects.toMatchObject({
      message: expect.stringContaining('client id or secret') as string,
    });
    expect((await stored()).failure).toMatchObject({ class: 'our-configuration', code: 'client-refused' });
    expect((await stored()).state).toBe('active');
    expect((await stored()).version).toBe(1);
    expect(await refreshToken()).toBe(tokens?.refreshToken?.reveal());
    expect(provider.refreshes).toEqual({ answered: 0, refused: 1 });
  });

  test.skipIf(!onPostgres)(
    'is asked once by several processes (PostgreSQL: SQLite has one)',
    { timeout: 60_000 },
    async () => {
      const environment = {
        DATABASE_URL: desk.databaseUrl,
        VAULT_KEYS: `test:${key('test', 1).key.reveal()}`,
        WXCC_ORG_ID: organizationId,
        WXCC_API_URL: provider.url,
        WEBEX_API_URL: provider.url,
      };
      const replicas = await Promise.all(Array.from({ length: 4 }, () => Replica.start()));
      for (const each of replicas) await each.open(desk.folder, environment);
      await replicas[0]?.expire('integration');

      const renewed = await Promise.all(replicas.map((each) => each.renew()));

      expect(provider.refreshes).toEqual({ answered: 1, refused: 0 });
      expect(new Set(renewed.map((each) => each?.fingerprint)).size).toBe(1);
      for (const each of renewed) expect(each).toMatchObject({ state: 'active', version: 2 });
      await Promise.all(replicas.map((each) => each.kill()));
    },
  );
});

describe('custody at an independent authorization server, after its refresh token was used elsewhere', () => {
  beforeEach(() => connectTo(true));

  test('needs a human, says which command, and deletes nothing', async () => {
    const { clientId, clientSecret } = provider;
    const client = { clientId, clientSecret: new Secret(clientSecret) };
    const before = await refreshToken();
    await new WebexAuthorize(provider.url, desk.clock).exchangeRefreshToken(client, new Secret(before));
    desk.now += 61 * minute;
    const { access } = replica();

    await expect(access.token()).rejects.toMatchObject({
      code: 'needs-reauthorization',
      message: expect.stringContaining('skilldesk connect') as string,
    });
    expect(provider.refreshes).toEqual({ answered: 1, refused: 1 });
    expect((await stored()).failure).toMatchObject({ class: 'dead-grant', code: 'invalid_grant' });
    expect(await refreshToken()).toBe(before);
  });
});
