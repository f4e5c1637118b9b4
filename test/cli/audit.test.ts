import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExportedRecord } from '../../server/audit/export-records.ts';
import type { Verification } from '../../server/audit/verify-chain.ts';
import { custodyCommands } from '../../server/compose-commands.ts';
import { Skilldesk } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { CommandLine } from './command-line.ts';

let line: CommandLine;
let folder: string;
beforeEach(async () => {
  line = await CommandLine.start();
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-audit-'));
});
afterEach(async () => {
  expect(await line.close()).toEqual([]);
  rmSync(folder, { recursive: true });
});

async function skilldesk(words: string, of = folder) {
  const [out, notes] = [line.out.length, line.notes.length];
  const code = await line.skilldesk(words.split(' '), {
    custody: custodyCommands,
    variables: { DATABASE_URL: `file:${join(of, 'skilldesk.db')}` },
  });
  return { code, out: line.out.slice(out).join('\n'), notes: line.notes.slice(notes).join('\n') };
}

test('what commands do is recorded, exported and proven; an edited record is named, and the exit code is 1', async () => {
  await skilldesk('pause');
  await skilldesk('resume');
  await skilldesk('vault rotate');

  const exported = await skilldesk('audit export');
  const records = exported.out.split('\n').map((text) => JSON.parse(text) as ExportedRecord);
  expect(records.map(({ action }) => action)).toEqual(['paused', 'resumed', 'vault-rotated', 'audit-exported']);
  const head = /\d+:[0-9a-f]{64}/.exec(exported.notes)?.[0] ?? '';
  expect(head).toBe(`4:${records[3]?.mac ?? ''}`);
  expect(await skilldesk(`audit verify --head ${head}`)).toMatchObject({
    code: 0,
    out: expect.stringContaining('The audit chain holds') as string,
  });

  const database = new DatabaseSync(join(folder, 'skilldesk.db'));
  database.exec("update audit_records set actor = 'skilldesk' where seq = 2");
  database.close();

  const { code, out } = await skilldesk('audit verify --json');
  expect(code).toBe(1);
  expect((JSON.parse(out) as Verification).faults).toMatchObject([{ kind: 'altered', seq: 2 }]);
  expect((await skilldesk('audit verify')).out).toContain('record 2 was changed');
});

test('beside a server on SQLite, a Change is exported with its supervisor, until he is forgotten', async () => {
  const server = await Skilldesk.start();
  const nadia = await server.signIn(people.nadiaNorth.ciUserId);
  const skillProfileId = skillProfileIds.billingSpecialist;
  const { revision } = await nadia.skillProfile(skillProfileId);
  await nadia.change([{ skillProfileId, revision, set: [{ skillId: skillIds.german, value: 8 }] }], '=1+1');

  const { out } = await skilldesk('audit export --format csv', server.folder);
  expect(out).toContain('seq,at,action,actor,name,email');
  expect(out).toContain(`"'=1+1"`);
  expect(out).toContain('German: 5 → 8');
  expect(out).toContain(nadia.session.user.name);

  const { name, email } = nadia.session.user;
  expect(await skilldesk(`audit forget ${email}`, server.folder)).toMatchObject({ code: 0 });
  const after = (await skilldesk('audit export', server.folder)).out;
  for (const trace of [name, email, people.nadiaNorth.ciUserId]) expect(after).not.toContain(trace);
  expect(await skilldesk('audit verify', server.folder)).toMatchObject({ code: 0 });
  expect(await skilldesk(`audit forget ${email}`, server.folder)).toMatchObject({ code: 1 });
  await server.close();
});

test.each(['audit verify --head 12', 'audit export --format xml', 'audit export --from yesterday'])(
  '“%s” is wrong usage, and nothing is recorded',
  async (words) => {
    expect(await skilldesk(words)).toMatchObject({ code: 2 });
    expect((await skilldesk('audit verify')).out).toContain('0 records');
  },
);
