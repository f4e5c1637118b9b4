import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExportedRecord } from '../../server/audit/export-records.ts';
import type { Verification } from '../../server/audit/verify-chain.ts';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert } = skillProfileIds;
const { german } = skillIds;
const { id: stan } = people.standardAgent;
const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(() => skilldesk.close());

const raise = async (value: number) => ({
  skillProfileId: billingSpecialist,
  revision: (await nadia.skillProfile(billingSpecialist)).revision,
  set: [{ skillId: german, value }],
});
const assign = { userId: stan, fromSkillProfileId: null, toSkillProfileId: supportExpert };

const verify = (head?: string): Promise<Verification> => skilldesk.verifyAudit(head);
const records = (): Promise<ExportedRecord[]> => skilldesk.exportAudit();
const actionsOf = (exported: readonly ExportedRecord[]) => exported.map(({ action }) => action);

test('a Change is one record when it is taken in, and one for each item when that ended: who, what, why, whom it reached', async () => {
  const change = await nadia.change([await raise(8), assign], 'Mondays are busy');

  const made = (await records()).filter(({ body }) => body['changeId'] === change.id);
  expect(actionsOf(made)).toEqual(['change-accepted', 'change-outcome', 'change-outcome']);
  for (const { actor, people: named } of made) {
    expect(named[actor]).toMatchObject({ id: people.nadiaNorth.ciUserId, name: nadia.session.user.name });
  }
  expect(
    made.map(({ body }) => body).sort((one, other) => Number(one['position'] ?? -1) - Number(other['position'] ?? -1)),
  ).toMatchObject([
    { reason: 'Mondays are busy', items: 2, role: 'supervisor' },
    {
      outcome: 'verified',
      reason: 'Mondays are busy',
      skillProfile: { id: billingSpecialist, name: expect.any(String) as string },
      skills: [{ id: german, name: 'German', before: change.items[0]?.diff[0]?.before, after: 8 }],
      reached: {
        agents: expect.any(Number) as number,
        teams: expect.arrayContaining([{ id: teamIds.billing, name: expect.any(String) as string }]) as unknown[],
      },
    },
    { outcome: 'verified', from: null, to: { id: supportExpert }, reached: { agents: 1 } },
  ]);
  expect(await verify()).toMatchObject({ valid: true, faults: [] });
});

test('what is refused at once is recorded with its rule', async () => {
  await skilldesk.importPolicy({ protectedSkills: [german] });
  await nadia.change([await raise(8)]);

  const outcome = (await records()).find(({ action }) => action === 'change-outcome');
  expect(outcome?.body).toMatchObject({ outcome: 'refused', rule: 'protected-skill' });
});

test('what operators do is recorded: connect, policy, pause, resume, lock, disconnect, and the export itself', async () => {
  await skilldesk.importPolicy({ stage: { named: { persons: [people.nadiaNorth.ciUserId], teams: [] } } });
  for (const command of ['pause', 'resume', 'lock', 'disconnect'] as const) await skilldesk.operate(command);

  const all = await records();
  expect(actionsOf(all)).toEqual([
    'credential-active',
    'policy-changed',
    'paused',
    'resumed',
    'locked',
    'locked',
    'disconnected',
    'audit-exported',
  ]);
  const policy = all.find(({ action }) => action === 'policy-changed');
  expect(policy?.body).toMatchObject({ before: null, version: 1, after: { edit: 'strict', retentionDays: 1095 } });
  // Named persons are persons: they can be forgotten.
  expect(JSON.stringify(policy?.body)).not.toContain(people.nadiaNorth.ciUserId);
  expect(Object.values(policy?.people ?? {}).map(({ id }) => id)).toEqual([people.nadiaNorth.ciUserId]);
  expect(await verify()).toMatchObject({ valid: true, records: all.length });
});

const cutTheTailAfter = (seq: number) =>
  skilldesk.tamper(
    `delete from audit_records where seq > ${seq}`,
    `update audit_heads set seq = ${seq}, mac = (select mac from audit_records where seq = ${seq})`,
  );

test('the head is in the log with each outcome, and shows later that the tail was cut off', async () => {
  await nadia.change([await raise(8)]);
  const logged = skilldesk.said.filter((line) => line.includes('"change-outcome"'));
  const { head } = JSON.parse(logged.at(-1) ?? '{}') as { head: string };
  expect(await verify(head)).toMatchObject({ valid: true, head });

  await cutTheTailAfter(1);

  const { valid, faults } = await verify(head);
  expect(valid).toBe(false);
  expect(faults.map(({ kind }) => kind)).toEqual(['cut-off']);
});

test('an outcome without its record does not stand, and is found again as soon as records can be made', async () => {
  skilldesk.webex.faults.push({ method: 'PUT', delayMs: 300 });
  const answer = nadia.post({ edits: [await raise(8)], reason: 'Mondays are busy' });
  while (!skilldesk.webex.requests.some(({ method }) => method === 'PUT')) await pause(5);
  await skilldesk.tamper('alter table audit_records rename to lost_records');
  await pause(1_500);
  const outcomes = (await nadia.call('GET', '/api/changes')).body as { changes: Change[] };
  expect(outcomes.changes[0]?.items[0]?.outcome).toMatch(/sent|in-doubt/);
  await skilldesk.tamper('alter table lost_records rename to audit_records');
  await answer;

  const { body: list } = await nadia.call('GET', '/api/changes');
  const [change] = (list as { changes: [Change] }).changes;
  expect((await nadia.ended(change)).items).toMatchObject([{ outcome: 'verified' }]);
  expect((await records()).filter(({ action }) => action === 'change-outcome')).toHaveLength(1);
  expect(await verify()).toMatchObject({ valid: true });
});

describe('an older copy of the database', () => {
  const becauseOf = async () =>
    (await skilldesk.operate('status')).facts.find(({ name }) => name === 'paused by Skilldesk')?.value;
  const headFiles = () =>
    readdirSync(skilldesk.folder)
      .filter((name) => name.startsWith('audit-head'))
      .map((name) => join(skilldesk.folder, name));

  test.skipIf(onPostgres)('starts paused, says why, and goes on after “resume”', async () => {
    const file = join(skilldesk.folder, 'skilldesk.db');
    await skilldesk.stopProcess();
    copyFileSync(file, `${file}.old`);
    await skilldesk.startProcess();
    nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    await nadia.change([await raise(8)]);
    await skilldesk.stopProcess();
    copyFileSync(`${file}.old`, file);

    await skilldesk.startProcess();

    nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    expect(await becauseOf()).toContain('older copy of the database');
    const { body: waiting } = await nadia.post({ edits: [await raise(3)], reason: 'Mondays are busy' });
    expect(waiting).toMatchObject({ items: [{ outcome: 'pending', rule: 'paused' }] });
    await skilldesk.operate('resume');
    expect(await nadia.ended(waiting as Change)).toMatchObject({ items: [{ outcome: 'verified' }] });
    expect(await verify()).toMatchObject({ valid: true });
  });

  test('that comes while the server runs is met before anything else is written', async () => {
    await nadia.change([await raise(8)]);
    await cutTheTailAfter(1);

    const { body } = await nadia.post({ edits: [await raise(3)], reason: 'Mondays are busy' });

    expect(body).toMatchObject({ items: [{ outcome: 'pending', rule: 'paused' }] });
    expect(skilldesk.webex.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    expect(skilldesk.said.join('\n')).toContain('writing is paused until');
    await skilldesk.operate('resume');
    expect(await nadia.ended(body as Change)).toMatchObject({ items: [{ outcome: 'verified' }] });
  });

  test('is met at the start too, by what this machine remembers', async () => {
    await nadia.change([await raise(8)]);
    await skilldesk.stopProcess();
    await cutTheTailAfter(1);

    await skilldesk.startProcess();

    expect(await becauseOf()).toContain('older copy of the database');
    expect((await skilldesk.operate('resume')).facts.map(({ name }) => name)).not.toContain('writing');
    await skilldesk.stopProcess();
    await skilldesk.startProcess();
    expect(await becauseOf()).toBeUndefined();
  });

  test('is suspected where what this machine remembers was changed by somebody', async () => {
    await skilldesk.stopProcess();
    for (const file of headFiles()) writeFileSync(file, `1:${'0'.repeat(64)} key ${'0'.repeat(64)}`);

    await skilldesk.startProcess();

    expect(await becauseOf()).toContain('cannot be read');
  });

  test.skipIf(onPostgres)('is a copy also where nothing beside it remembers the chain', async () => {
    await skilldesk.stopProcess();
    for (const file of headFiles()) rmSync(file);

    await skilldesk.startProcess();

    expect(await becauseOf()).toContain('copy of a database');
  });
});
