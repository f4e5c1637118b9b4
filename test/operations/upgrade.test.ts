import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Skilldesk } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { FirstVersion, savedThen } from './first-version.ts';

let skilldesk: Skilldesk;
let first: FirstVersion;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  await skilldesk.stopProcess();
  first = new FirstVersion(skilldesk.databaseUrl);
  if (skilldesk.databaseUrl.startsWith('postgres'))
    await first.ask('drop schema public cascade', 'create schema public');
  for (const name of readdirSync(skilldesk.folder)) rmSync(join(skilldesk.folder, name), { recursive: true });
  await first.make();
});
afterEach(() => skilldesk.close());

/** The first version, still at work while the newest starts: it saves and reads as it knows the tables. */
function workAsFirstVersion() {
  const order = { stop: false };
  let saved = 0;
  const working = (async () => {
    while (!order.stop) {
      expect(await first.save(`first-late-${saved}`)).toEqual(savedThen);
      saved += 1;
      await wait(2);
    }
    return saved;
  })();
  return {
    saved: () => saved,
    async end() {
      order.stop = true;
      return working;
    },
  };
}

test('the data of the first version is brought to the newest while that version goes on saving, and nothing of it is lost', async () => {
  const old = workAsFirstVersion();
  await expect.poll(() => old.saved()).toBeGreaterThan(3);

  await skilldesk.startProcess();
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const change = await nadia.ended(await nadia.set(skillProfileIds.billingSpecialist, skillIds.german, 8));
  const during = old.saved();
  await expect.poll(() => old.saved()).toBeGreaterThan(during + 3);
  const saved = await old.end();

  expect(change.items).toMatchObject([{ outcome: 'verified' }]);
  const [kept] = await first.ask(
    "select reason, actor, created_at from changes where id = 'first-change-1' and organization_id = 'first-organization'",
  );
  expect(kept).toMatchObject({ reason: 'A reason of then', actor: expect.stringContaining('Paula Past') as string });
  const items = await first.ask(
    "select outcome, rule, differences from change_items where change_id = 'first-change-1' order by position",
  );
  expect(items).toMatchObject([
    { outcome: 'verified', differences: '[{"skillId":"first-skill","before":5,"after":7}]' },
    { outcome: 'refused', rule: 'outside-scope' },
  ]);
  const [late] = await first.ask("select count(*) as count from changes where id like 'first-late-%'");
  expect(Number(late?.['count'])).toBe(saved);
  expect((await skilldesk.verifyAudit()).valid).toBe(true);
});

test('the first version can come back after the newest: its statements still find their tables', async () => {
  await skilldesk.startProcess();
  await skilldesk.stopProcess();
  const old = workAsFirstVersion();
  await expect.poll(() => old.saved()).toBeGreaterThan(3);

  expect(await old.end()).toBeGreaterThan(3);
});
