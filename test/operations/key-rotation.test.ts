import { afterEach, expect, test } from 'vitest';
import { isFinal, type Change } from '../../shared/change.ts';
import { Skilldesk } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';

const { billingSpecialist } = skillProfileIds;
const key = (id: string) => `${id}:${Buffer.alloc(32, `CANARY-${id}`).toString('base64')}`;
/** What the next process is given; the harness reads it at each start. */
const environment = { VAULT_KEYS: key('old') };
let skilldesk: Skilldesk;
afterEach(() => skilldesk.close());

/** People who sign in and save until they are told to stop; answers what went wrong for them, and how much went well. */
function work() {
  const seen = { exchanges: 0, changes: 0, failures: [] as string[] };
  let goesOn = true;
  const note = (what: string, { status, body }: { status: number; body: unknown }) => {
    if (status >= 300) seen.failures.push(`${what}: ${status} ${JSON.stringify(body)}`);
  };
  const signingIn = async (ciUserId: string) => {
    while (goesOn) {
      const authorization = `Bearer ${skilldesk.webex.issueDesktopToken(ciUserId)}`;
      const answer = await skilldesk.call('POST', '/api/session', { authorization });
      note('exchange', answer);
      seen.exchanges += 1;
      const { token } = answer.body as { token: string };
      note('reading', await skilldesk.call('GET', '/api/agents', { authorization: `Bearer ${token}` }));
    }
  };
  const saving = async () => {
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    for (let value = 0; goesOn; value = (value + 1) % 11) {
      const change: Change = await nadia.ended(await nadia.set(billingSpecialist, skillIds.german, value));
      const outcomes = change.items.map(({ outcome }) => outcome);
      if (!outcomes.every((one) => isFinal(one) && ['verified', 'unchanged'].includes(one))) {
        seen.failures.push(`save: ${outcomes.join()}`);
      }
      seen.changes += 1;
    }
  };
  const all = Promise.all([
    saving(),
    ...[people.colinColleague, people.rosaReskill, people.admin].map(({ ciUserId }) => signingIn(ciUserId)),
  ]);
  return {
    seen,
    async end() {
      goesOn = false;
      await all;
      return seen;
    },
  };
}

test('keys are changed while people sign in and save: nobody notices, and the old key may go', async () => {
  environment.VAULT_KEYS = key('old');
  skilldesk = await Skilldesk.start({
    environment: Object.assign(environment, { WEBEX_REQUESTS_PER_MINUTE: '100000' }),
    simulator: { requestsPerMinute: 100_000 },
  });
  await skilldesk.importPolicy({
    limits: { sessionExchangesPerMinute: 10_000, changesPerMinute: 10_000, refusedExchangesPerMinute: 20 },
  });
  await skilldesk.stopProcess();
  environment.VAULT_KEYS = `${key('new')},${key('old')}`;
  await skilldesk.startProcess();
  const before = await skilldesk.operate('vaultStatus');
  expect(before.facts.find(({ name }) => name === 'old')?.value).not.toContain('may be taken out');

  const load = work();
  await expect.poll(() => load.seen.changes).toBeGreaterThan(1);
  const rotated = await skilldesk.operate('rotateVault');
  const done = load.seen.changes;
  await expect.poll(() => load.seen.changes).toBeGreaterThan(done + 1);
  const { exchanges, failures } = await load.end();

  expect(failures).toEqual([]);
  expect(exchanges).toBeGreaterThan(3);
  expect(rotated.facts.find(({ name }) => name === 'old')?.value).toMatch(/seals 0 credentials; may be taken out/);

  await skilldesk.stopProcess();
  environment.VAULT_KEYS = key('new');
  await skilldesk.startProcess();
  skilldesk.webex.revokeAdminTokens();
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const change = await nadia.ended(await nadia.set(billingSpecialist, skillIds.english, 3));

  expect(change.items).toMatchObject([{ outcome: 'verified' }]);
  expect((await skilldesk.verifyAudit()).valid).toBe(true);
});
