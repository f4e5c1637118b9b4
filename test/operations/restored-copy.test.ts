import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Skilldesk, type Supervisor } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import type { Change } from '../../shared/change.ts';

const { billingSpecialist } = skillProfileIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await nadia.ended(await nadia.set(billingSpecialist, skillIds.german, 7));
});
afterEach(() => skilldesk.close());

const onPostgres = () => skilldesk.databaseUrl.startsWith('postgres');
const file = () => skilldesk.databaseUrl.slice('file:'.length);
const renewals = () => skilldesk.webex.requests.filter(({ path }) => path === '/v1/access_token').length;
const writes = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH').length;
const why = async () =>
  (await skilldesk.operate('status')).facts.map(({ name, value }) => `${name}: ${value}`).join('\n');

/** What a backup is, taken while the server works. */
async function backUp(): Promise<void> {
  if (!onPostgres()) {
    const database = new DatabaseSync(file());
    database.exec(`vacuum into '${file()}.backup'`);
    database.close();
    return;
  }
  await skilldesk.stopProcess();
  await onServer((name) => [`create database ${name}_backup template ${name}`]);
  await skilldesk.startProcess();
}

/** In the place of the database, while no server runs. */
async function restore(): Promise<void> {
  if (onPostgres()) {
    await onServer((name) => [`drop database ${name} with (force)`, `alter database ${name}_backup rename to ${name}`]);
    return;
  }
  for (const rest of ['', '-wal', '-shm']) rmSync(`${file()}${rest}`, { force: true });
  copyFileSync(`${file()}.backup`, `${file()}.new`);
  renameSync(`${file()}.new`, file());
}

/** Everything up to the moment in which an operator has said that writing goes on. */
async function restoreAndResume(): Promise<void> {
  await skilldesk.stopProcess();
  await restore();
  await skilldesk.startProcess();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await skilldesk.operate('resume');
}

async function onServer(statements: (name: string) => string[]): Promise<void> {
  const url = new URL(skilldesk.databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = 'postgres';
  const client = new Client(url.href);
  await client.connect();
  for (const statement of statements(name)) await client.query(statement);
  await client.end();
}

describe('a database that was restored', () => {
  beforeEach(async () => {
    await backUp();
    await skilldesk.stopProcess();
    await restore();
  });

  test('starts paused, says that it is a copy, and renews no token, whoever asks for one', async () => {
    const before = renewals();
    await skilldesk.startProcess();
    skilldesk.webex.revokeAdminTokens();
    nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

    expect(await why()).toMatch(/paused by Skilldesk: this database is a copy/);
    const { status } = await nadia.call('GET', `/api/skill-profiles/${billingSpecialist}`);
    const refreshed = await skilldesk.operate('refresh');

    expect(status).toBe(503);
    expect(refreshed.ok).toBe(false);
    expect(refreshed.facts.map(({ name }) => name)).toContain('writing');
    expect(renewals()).toBe(before);
  });

  test('shows everything that was in the backup, takes Changes in and writes none until “resume”; then it goes on', async () => {
    const before = writes();
    await skilldesk.startProcess();
    nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

    expect((await nadia.newestChange())?.items[0]).toMatchObject({ outcome: 'verified', diff: [{ after: 7 }] });
    expect((await skilldesk.verifyAudit()).valid).toBe(true);
    const change: Change = await nadia.set(billingSpecialist, skillIds.german, 9);
    expect(change.items).toMatchObject([{ outcome: 'pending', rule: 'paused' }]);
    expect(writes()).toBe(before);

    await skilldesk.operate('resume');
    skilldesk.webex.revokeAdminTokens();

    expect((await nadia.ended(change)).items).toMatchObject([{ outcome: 'verified' }]);
    expect(await why()).not.toContain('paused');
  });

  test('is at home where it was resumed: the next start is like any other', async () => {
    await skilldesk.startProcess();
    await skilldesk.operate('resume');
    await skilldesk.stopProcess();
    await skilldesk.startProcess();

    expect(await why()).not.toContain('paused');
  });
});

test('what was open in a backup may have been written and taken back since: it is stopped, and goes on when somebody says so', async () => {
  await skilldesk.operate('pause');
  const change: Change = await nadia.set(billingSpecialist, skillIds.german, 9);
  await backUp();
  await skilldesk.operate('resume');
  await nadia.ended(change);
  const before = writes();
  await restoreAndResume();

  expect((await nadia.ended(change)).items).toMatchObject([{ outcome: 'stopped', rule: 'older-database' }]);
  expect(writes()).toBe(before);

  // It had been carried out; had it been taken back as well, it would be written now.
  expect((await nadia.call('POST', `/api/changes/${change.id}/continue`)).status).toBe(200);
  await expect.poll(async () => (await nadia.ended(change)).items[0]?.outcome).toBe('unchanged');
  expect(writes()).toBe(before);
});

test('what was sent when a backup was made, and is not seen now, is stopped as well', async () => {
  await skilldesk.close();
  skilldesk = await Skilldesk.start({ pauses: { settle: 6_000 } });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  skilldesk.webex.faults.push({ method: 'PUT', status: 502 });
  const change: Change = await nadia.set(billingSpecialist, skillIds.german, 9);
  expect(change.items).toMatchObject([{ outcome: 'in-doubt' }]);
  await backUp();
  await restoreAndResume();

  expect((await nadia.ended(change)).items).toMatchObject([{ outcome: 'stopped', rule: 'older-database' }]);
  expect(writes()).toBe(1);
});

test('a restart, and a second start, is no restore', async () => {
  await skilldesk.stopProcess();
  await skilldesk.startProcess();

  expect(await why()).not.toContain('paused');
});
