import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { inAnHour, LeaseDesk, soon } from './lease-desk.ts';
import { asItIs, later } from './later.ts';

const { billingSpecialist } = skillProfileIds;
const { german } = skillIds;
const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
let desk: LeaseDesk;

beforeEach(async () => {
  // A supervisor in a hurry: it is not the limit of requests that is tried here.
  desk = await LeaseDesk.open({
    simulator: { requestsPerMinute: 3_000 },
    environment: { WEBEX_REQUESTS_PER_MINUTE: '3000' },
  });
});
afterEach(async () => {
  asItIs();
  await desk.close();
});

/** As after so long a time, for everything that runs here. */
const minutesLater = (minutes: number) => later(minutes * 60_000);
const over = (until: number) => new Promise((resolve) => setTimeout(resolve, until));

test('a lease that ends while the server is down is put back within a minute of its next start', async () => {
  const change = await desk.set(9, inAnHour());
  await desk.skilldesk.stopProcess();
  await desk.skilldesk.tamper(`update changes set until = ${Date.now()}`);
  expect(desk.german()).toBe(9);

  const startedAt = Date.now();
  await desk.skilldesk.startProcess();
  expect((await desk.ended(change)).items).toMatchObject([{ outcome: 'verified' }]);
  expect(desk.german()).toBe(5);
  expect(Date.now() - startedAt).toBeLessThan(60_000);
});

test('what somebody changed at Webex since is left and shown, until somebody takes it', async () => {
  const change = await desk.set(9, inAnHour());
  desk.editElsewhere(2);
  const end = await desk.endNow(change);
  expect(end.items).toMatchObject([{ outcome: 'superseded', leftOut: [{ skillId: german, theirs: 2 }] }]);
  expect(desk.german()).toBe(2);

  // Whoever has it in scope sees it, and whoever may edit it takes it.
  const colin = await desk.skilldesk.signIn(people.colinColleague.ciUserId);
  expect(await desk.openOnes(colin)).toEqual([change.id]);
  expect(await desk.read(change, colin)).toMatchObject({ incident: { code: 'superseded' } });
  const taken = await desk.move(change, { owner: people.colinColleague.ciUserId }, colin);
  expect(taken).toMatchObject({
    status: 200,
    body: {
      incident: { code: 'superseded', takenAt: expect.any(String) as string },
      terms: [{ actorName: 'Nadia North' }, { actorName: 'Colin Clarke', ownerName: 'Colin Clarke' }],
    },
  });
  expect(await desk.openOnes(colin)).toEqual([]);
  expect(await desk.move(change, { until: inAnHour() }, colin)).toMatchObject({ status: 409 });
});

test('a change for good is the new base: the lease below ends at once as superseded, and nothing is put back', async () => {
  const change = await desk.set(9, inAnHour());
  await desk.set(7);
  expect((await desk.ended(change)).items).toMatchObject([{ outcome: 'superseded' }]);
  expect(desk.german()).toBe(7);
  expect(await desk.read(change)).toMatchObject({ incident: { code: 'superseded' } });
});

test('whoever asks for good for what a lease has set already keeps it, though nothing had to be written', async () => {
  const change = await desk.set(9, inAnHour());
  expect((await desk.set(9)).items).toMatchObject([{ outcome: 'unchanged' }]);
  expect((await desk.ended(change)).items).toMatchObject([{ outcome: 'superseded' }]);
  expect(desk.german()).toBe(9);
});

test('two leases of the same value: it stands until the later one ends', async () => {
  const first = await desk.set(9, inAnHour());
  const second = await desk.set(9, inAnHour());
  expect(second.items).toMatchObject([{ outcome: 'unchanged' }]);
  expect((await desk.endNow(first)).items).toMatchObject([{ outcome: 'unchanged' }]);
  expect(desk.german()).toBe(9);
  expect((await desk.endNow(second)).items).toMatchObject([{ outcome: 'verified' }]);
  expect(desk.german()).toBe(5);
});

test('a lease under another leaves without writing; when the upper one ends, what was before both stands again', async () => {
  const first = await desk.set(7, inAnHour());
  const second = await desk.set(9, inAnHour());
  expect((await desk.endNow(first)).items).toMatchObject([{ outcome: 'unchanged' }]);
  expect(desk.german()).toBe(9);
  expect((await desk.endNow(second)).items).toMatchObject([{ outcome: 'verified' }]);
  expect(desk.german()).toBe(5);
});

test('when the upper lease ends first, the value of the lower one stands until its own end', async () => {
  const first = await desk.set(7, inAnHour());
  const second = await desk.set(9, inAnHour());
  await desk.endNow(second);
  expect(desk.german()).toBe(7);
  await desk.endNow(first);
  expect(desk.german()).toBe(5);
});

test('a lease made permanent under another is what that one leaves behind', async () => {
  const first = await desk.set(7, inAnHour());
  const second = await desk.set(9, inAnHour());
  await desk.move(first, { until: null });
  await desk.endNow(second);
  expect(desk.german()).toBe(7);
});

test('the undo of an open lease ends it, and gives the value of the one below', async () => {
  const first = await desk.set(7, inAnHour());
  const second = await desk.set(9, inAnHour());
  const preview = await desk.nadia.call('POST', `/api/changes/${second.id}/undo/preview`);
  expect(preview.body).toMatchObject({ items: [{ diff: [{ skillId: german, before: 9, after: 7 }] }] });
  expect((await desk.undo(second)).body).toMatchObject({ items: [{ outcome: 'verified' }] });
  expect(desk.german()).toBe(7);

  await expect.poll(() => desk.openOnes()).toEqual([first.id]);
  expect(await desk.read(second)).not.toHaveProperty('incident');
  await desk.endNow(first);
  expect(desk.german()).toBe(5);
});

test('the undo of a lease that lies under another writes nothing, and takes it out from under it', async () => {
  const first = await desk.set(7, inAnHour());
  const second = await desk.set(9, inAnHour());
  expect((await desk.undo(first)).body).toMatchObject({ items: [{ outcome: 'unchanged' }] });
  expect(desk.german()).toBe(9);
  await desk.endNow(second);
  expect(desk.german()).toBe(5);
});

test('who may not edit the skill takes no lease of somebody else out from under another', async () => {
  const first = await desk.set(7, inAnHour());
  const second = await desk.set(9, inAnHour());
  const colin = await desk.skilldesk.signIn(people.colinColleague.ciUserId);
  await desk.skilldesk.importPolicy({ protectedSkills: [german] });
  expect((await desk.undo(first, colin)).body).toMatchObject({
    items: [{ outcome: 'refused', rule: 'protected-skill' }],
  });
  await desk.endNow(second);
  expect(desk.german()).toBe(7);
});

test('a lease that begins over a foreign change gives that back, and the lease below it is over', async () => {
  const first = await desk.set(7, inAnHour());
  desk.editElsewhere(2);
  const second = await desk.set(9, inAnHour());
  expect((await desk.ended(first)).items).toMatchObject([{ outcome: 'superseded' }]);
  await desk.endNow(second);
  expect(desk.german()).toBe(2);
});

describe('an end is carried out whatever became of', () => {
  const user = () => desk.skilldesk.webex.organization.users.get(people.nadiaNorth.id);

  test.each<[string, () => Promise<void> | void]>([
    [
      'its owner, whose user was disabled',
      () => {
        const nadia = user();
        if (nadia) nadia.active = false;
      },
    ],
    [
      'her teams',
      () => {
        const nadia = user();
        if (nadia) nadia.teamIds = [];
      },
    ],
    ['the skill, which is protected now', () => desk.skilldesk.importPolicy({ protectedSkills: [german] })],
    ['the stage, at which nobody writes', () => desk.skilldesk.importPolicy({ stage: 'preview' })],
    [
      'the profile, which is used outside her scope now',
      () => {
        for (const one of desk.skilldesk.webex.organization.users.values()) one.skillProfileId = billingSpecialist;
      },
    ],
  ])('%s', async (_what, happens) => {
    const change = await desk.set(9, soon(2_500));
    await happens();
    await desk.skilldesk.stopProcess();
    await over(2_600);
    await desk.skilldesk.startProcess();
    await expect.poll(() => desk.german(), { timeout: 30_000 }).toBe(5);
    const admin = await desk.skilldesk.signIn(people.admin.ciUserId);
    await expect
      .poll(async () =>
        (await desk.list(`skillProfileId=${billingSpecialist}`, admin)).map(({ items }) => items[0]?.outcome),
      )
      .toEqual(['verified', 'verified']);
    expect((await desk.read(change, admin)).endedAt).toBeDefined();
  });
});

test.each([
  ['paused', 'pause', () => desk.skilldesk.operate('resume')],
  ['disconnected', 'disconnect', () => desk.skilldesk.connect(desk.skilldesk.webex.credentials.integration)],
] as const)('while Skilldesk is %s the end waits, and is carried out when it goes on', async (_what, command, goOn) => {
  const change = await desk.set(9, inAnHour());
  await desk.skilldesk.operate(command);
  await desk.skilldesk.tamper(`update changes set until = ${Date.now()}`);
  await expect.poll(async () => (await desk.read(change)).revertedBy, { timeout: 30_000 }).toBeDefined();
  const { revertedBy = '' } = await desk.read(change);
  await expect.poll(async () => (await desk.read({ id: revertedBy })).items[0]?.outcome).toBe('pending');
  expect(desk.german()).toBe(9);

  await goOn();
  expect((await desk.ended(change)).items).toMatchObject([{ outcome: 'verified' }]);
  expect(desk.german()).toBe(5);
});

test('an end that is five minutes late is an incident, and no longer once it was carried out', async () => {
  const change = await desk.set(9, inAnHour());
  await desk.skilldesk.operate('pause');
  await desk.skilldesk.tamper(`update changes set until = ${Date.now()}`);
  await expect.poll(async () => (await desk.read(change)).endedAt, { timeout: 30_000 }).toBeDefined();
  expect(await desk.read(change)).not.toHaveProperty('incident');
  minutesLater(6);
  expect(await desk.read(change)).toMatchObject({ incident: { code: 'late' } });
  asItIs();
  await desk.skilldesk.operate('resume');
  await desk.ended(change);
  expect(await desk.read(change)).not.toHaveProperty('incident');
});

test('what somebody took on as late is open again when it then turns out worse', async () => {
  const change = await desk.set(9, inAnHour());
  await desk.skilldesk.operate('pause');
  await desk.move(change, { until: soon(-1) });
  minutesLater(6);
  const taken = await desk.move(change, { owner: people.nadiaNorth.ciUserId });
  expect(taken).toMatchObject({ body: { incident: { code: 'late', takenAt: expect.any(String) as string } } });
  desk.editElsewhere(2);
  await desk.skilldesk.operate('resume');
  expect((await desk.ended(change)).items).toMatchObject([{ outcome: 'superseded' }]);
  expect((await desk.read(change)).incident).toEqual({ code: 'superseded' });
  expect(await desk.openOnes()).toEqual([change.id]);
});

test('while Webex fails, the end is tried until it succeeds', async () => {
  const change = await desk.set(9, soon(1_200));
  desk.skilldesk.webex.faults.push({ method: 'PUT', path: billingSpecialist, status: 500, times: 3 });
  expect((await desk.ended(change)).items).toMatchObject([{ outcome: 'verified' }]);
  expect(desk.german()).toBe(5);
});

test('an end that Webex refuses is an incident, and can be tried again by an undo', async () => {
  const change = await desk.set(9, inAnHour());
  desk.skilldesk.webex.faults.push({ method: 'PUT', path: billingSpecialist, status: 400 });
  expect((await desk.endNow(change)).items).toMatchObject([{ outcome: 'failed', rule: 'webex-refused' }]);
  expect(await desk.read(change)).toMatchObject({ incident: { code: 'failed' } });
  expect(desk.german()).toBe(9);

  expect((await desk.undo(change)).body).toMatchObject({ items: [{ outcome: 'verified' }] });
  expect(desk.german()).toBe(5);
});

test('a profile that is deleted before the end is an incident', async () => {
  const change = await desk.set(9, inAnHour());
  desk.skilldesk.webex.organization.skillProfiles.delete(billingSpecialist);
  expect((await desk.endNow(change)).items).toMatchObject([{ outcome: 'superseded', rule: 'not-found' }]);
  expect(await desk.read(change)).toMatchObject({ incident: { code: 'superseded' } });
});

test('an end that comes while the begin is not known yet waits for it, and puts it back then', async () => {
  const edits = [await desk.setting(9)];
  desk.skilldesk.webex.faults.push({
    method: 'PUT',
    path: billingSpecialist,
    applyFirst: true,
    drop: true,
    delayMs: 300,
  });
  const { body } = await desk.nadia.post({ edits, reason: 'Mondays are busy', until: soon(1_000) });
  const end = await desk.ended(body as Change);
  expect((await desk.read(body as Change)).items).toMatchObject([{ outcome: 'verified' }]);
  expect(end.items).toMatchObject([{ outcome: 'verified' }]);
  expect(desk.german()).toBe(5);
});

test('what had not been written when its end came is not written any more', async () => {
  await desk.skilldesk.operate('pause');
  const { body } = await desk.nadia.post({ edits: [await desk.setting(9)], reason: 'Mondays', until: soon(1_500) });
  await over(2_500);
  await desk.skilldesk.operate('resume');
  expect((await desk.nadia.ended(body as Change)).items).toMatchObject([{ outcome: 'stopped', rule: 'lease-ended' }]);
  await over(1_500);
  expect(desk.german()).toBe(5);
  expect(await desk.openOnes()).toEqual([]);
});

test.skipIf(!onPostgres)(
  'two processes on one database put a lease back once (SQLite has one process only)',
  async () => {
    const stop = await desk.skilldesk.startAnother();
    const changes = [];
    for (const value of [6, 7, 8]) changes.push(await desk.set(value, soon(6_000)));
    for (const change of changes) await desk.ended(change);
    expect(desk.german()).toBe(5);
    const ends = (await desk.list(`skillProfileId=${billingSpecialist}`)).filter(({ via }) => via === 'lease-end');
    expect(new Set(ends.map(({ reverts }) => reverts)).size).toBe(3);
    expect(ends).toHaveLength(3);
    await stop();
  },
);

test(
  'whatever order some leases begin, are kept and end in, the last that was set for good stands in the end',
  { timeout: 120_000 },
  async () => {
    let seed = 7;
    const below = (limit: number) => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    for (let round = 0; round < 6; round += 1) {
      let base = desk.german();
      const open: { id: string; value: number }[] = [];
      for (let step = 0; step < 8; step += 1) {
        const [kind, value] = [below(6), 1 + below(9)];
        const picked = open[below(Math.max(1, open.length))];
        if (kind < 3 || !picked) open.push({ id: (await desk.set(value, inAnHour())).id, value });
        else if (kind === 3) {
          await desk.endNow(picked);
          open.splice(open.indexOf(picked), 1);
        } else if (kind === 4) {
          await desk.move(picked, { until: null });
          base = picked.value;
          open.splice(0, open.indexOf(picked) + 1);
        } else {
          await desk.set(value);
          base = value;
          open.length = 0;
        }
        expect(desk.german()).toBe(open.at(-1)?.value ?? base);
      }
      for (const one of open.sort(() => below(3) - 1)) await desk.endNow(one);
      expect(desk.german()).toBe(base);
    }
    expect(await desk.skilldesk.verifyAudit()).toMatchObject({ faults: [] });
  },
);
