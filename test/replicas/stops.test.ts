import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase } from '../postgres/postgres-server.ts';
import { WritingReplicas } from './writing-replicas.ts';

// On PostgreSQL only: three processes of one installation, which is stopped in one way after the other. `npm run bench:lock` prints how long each took.
const promised = 5_000;
let replicas: WritingReplicas;

beforeAll(async () => {
  replicas = await WritingReplicas.start(await createDatabase(inject('postgresUrl')));
}, 120_000);
beforeEach(() => replicas.untilWritten(30), 120_000);
afterAll(() => replicas.close(), 60_000);

const after = (times: readonly number[], at: number) => times.filter((time) => time > at + promised).length;

test(
  'a pause stops three processes from writing within five seconds, and resume lets them',
  { timeout: 120_000 },
  async () => {
    const paused = await replicas.skilldesk('pause');
    await pause(promised + 3_000);

    expect(paused.code).toBe(0);
    expect(after(replicas.writes(), paused.at)).toBe(0);
    expect((await replicas.skilldesk('resume')).code).toBe(0);
  },
);

test(
  'the kill switch stops three processes under load within five seconds, and connecting again leads back',
  { timeout: 120_000 },
  async () => {
    const lock = await replicas.skilldesk('lock');
    await pause(promised + 3_000);

    expect(lock).toMatchObject({ code: 0, output: expect.stringContaining('locked') as string });
    expect(after(replicas.writes(), lock.at)).toBe(0);
    expect(after(replicas.uses(), lock.at)).toBe(0);
    expect(await replicas.skilldesk('service-app')).toMatchObject({ code: 0 });
  },
);

test(
  'a disconnect stops three processes within five seconds and revokes the tokens',
  { timeout: 120_000 },
  async () => {
    const before = replicas.revocations();
    const disconnected = await replicas.skilldesk('disconnect');
    await pause(promised + 3_000);

    expect(disconnected.output).toContain('revoked at Webex');
    expect(after(replicas.uses(), disconnected.at)).toBe(0);
    expect(replicas.revocations() - before).toBeGreaterThanOrEqual(2);
  },
);
