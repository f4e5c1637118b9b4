import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { up as beginToAccount } from '../../server/adapters/database/migrations/0014-changed-elsewhere.ts';
import { openLog } from '../../server/log.ts';
import type { ChangeList } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Elsewhere, marked } from './elsewhere.ts';
import { shortPauses, Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert, supportGeneralist, bilingualService } = skillProfileIds;
const { german, english } = skillIds;
let skilldesk: Skilldesk;
let elsewhere: Elsewhere;
let nadia: Supervisor;

async function start(pauses: { settle?: number } = {}): Promise<void> {
  skilldesk = await Skilldesk.start({
    pauses,
    simulator: { requestsPerMinute: 3_000 },
    environment: { WEBEX_REQUESTS_PER_MINUTE: '3000' },
  });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  elsewhere = await Elsewhere.begin(skilldesk);
}

beforeEach(() => start());
afterEach(() => skilldesk.close());

/** By default as Nadia sees them; marks are left where she sees nothing. */
const changes = async (query = '', who = nadia) =>
  ((await who.call('GET', `/api/changes?${query}`)).body as ChangeList).changes;
const setting = async (skillId: string, value: number, skillProfileId = billingSpecialist) => ({
  skillProfileId,
  revision: (await nadia.skillProfile(skillProfileId)).revision,
  set: [{ skillId, value }],
});

describe('what an administrator changes in Control Hub', () => {
  test('in a profile stands in the history after the next poll, with before and after and nobody’s name', async () => {
    const before = Date.now();
    elsewhere.set(billingSpecialist, german, 2);
    await elsewhere.poll();

    const [change] = await elsewhere.noticed(1);

    expect(change).toMatchObject({
      via: 'elsewhere',
      actor: { id: 'elsewhere', name: 'Not through Skilldesk', email: '' },
      reason: '',
      items: [
        {
          skillProfileId: billingSpecialist,
          outcome: 'verified',
          diff: [{ skillId: german, before: 5, after: 2 }],
        },
      ],
    });
    expect(change?.items[0]).not.toHaveProperty('trackingId');
    expect(Date.parse(change?.createdAt ?? '')).toBeGreaterThan(before - 1_000);
  });

  test('is found by profile, skill, team, outcome, time and “elsewhere”, and not by others', async () => {
    elsewhere.set(billingSpecialist, german, 2);
    await elsewhere.poll();
    const [change] = await elsewhere.noticed(1);

    const at = Date.parse(change?.createdAt ?? '');
    const [from, to] = [new Date(at).toISOString(), new Date(at + 1).toISOString()];
    for (const query of [
      `skillProfileId=${billingSpecialist}`,
      `skillId=${german}`,
      `teamId=${teamIds.billing}`,
      'outcome=verified',
      'actor=elsewhere',
      'open=false',
      `from=${from}&to=${to}`,
    ])
      expect(await changes(query)).toEqual([change]);
    for (const query of [
      `skillProfileId=${supportExpert}`,
      `skillId=${english}`,
      `teamId=${teamIds.support}`,
      `actor=${people.nadiaNorth.id}`,
      `to=${from}`,
    ])
      expect(await changes(query)).toEqual([]);
  });

  test('in a profile that a supervisor may not see stays unseen by him', async () => {
    elsewhere.set(skillProfileIds.claimsHandler, english, 2);
    await elsewhere.poll();
    await elsewhere.noticed(1);

    expect(await changes()).toEqual([]);
  });

  test('in several profiles is one Change for each', async () => {
    elsewhere.set(billingSpecialist, german, 2);
    elsewhere.set(billingSpecialist, english, 3);
    elsewhere.set(supportExpert, german, 1);
    await elsewhere.poll();

    const noticed = await elsewhere.noticed(2);

    const ofBilling = noticed.find(({ items }) => items[0]?.skillProfileId === billingSpecialist);
    expect(ofBilling?.items[0]?.diff).toHaveLength(2);
  });

  test('of an agent’s own profile is found by agent and team', async () => {
    const { standardAgent } = people;
    skilldesk.webex.assignElsewhere('users', standardAgent.id, supportExpert);
    await elsewhere.poll();

    const [change] = await elsewhere.noticed(1);

    expect(change?.items).toMatchObject([
      { userId: standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportExpert, outcome: 'verified' },
    ]);
    expect(await changes(`userId=${standardAgent.id}`)).toEqual([change]);
    expect(await changes(`teamId=${teamIds.billing}`)).toEqual([change]);
    expect(await changes(`teamId=${teamIds.support}`)).toEqual([]);
  });

  test('of a team’s profile is shown to whoever supervises the team, and is nothing that Skilldesk takes back', async () => {
    skilldesk.webex.assignElsewhere('teams', teamIds.billing, supportGeneralist);
    await elsewhere.poll();

    const [change] = await elsewhere.noticed(1);

    expect(change?.items).toEqual([
      {
        teamId: teamIds.billing,
        fromSkillProfileId: billingSpecialist,
        toSkillProfileId: supportGeneralist,
        outcome: 'verified',
        diff: [],
      },
    ]);
    expect(await changes(`teamId=${teamIds.billing}`)).toEqual([change]);
    expect(await changes(`skillId=${german}`)).toEqual([]);
    const path = `/api/changes/${change?.id}`;
    expect(await nadia.call('POST', `${path}/undo/preview`)).toMatchObject({ status: 403 });
    for (const what of ['stop', 'continue'])
      expect(await nadia.call('POST', `${path}/${what}`)).toMatchObject({ status: 200, body: change });
    expect(await nadia.call('PATCH', path, {}, { until: null })).toMatchObject({
      status: 409,
      body: { code: 'lease-ended' },
    });
    const rosa = await skilldesk.signIn(people.rosaReskill.ciUserId);
    expect(await changes('', rosa)).toEqual([]);
    expect(await rosa.call('POST', `${path}/stop`)).toMatchObject({ status: 404 });
    expect(await rosa.call('PATCH', path, {}, { until: null })).toMatchObject({ status: 404 });
  });

  test('to a profile by deleting it is shown, with its name, to whoever had access to all', async () => {
    const { peakReserve } = skillProfileIds;
    skilldesk.webex.organization.skillProfiles.delete(peakReserve);
    await elsewhere.poll();
    await elsewhere.noticed(1);

    const gwen = await skilldesk.signIn(people.gwenGlobal.ciUserId);
    const [change] = await changes(`skillProfileId=${peakReserve}`, gwen);

    expect(change?.items).toMatchObject([
      { skillProfileId: peakReserve, deleted: { name: 'Peak Season Reserve' }, outcome: 'verified' },
    ]);
    expect(change?.items[0]?.diff.every(({ after }) => after === null)).toBe(true);
    expect(await gwen.call('POST', `/api/changes/${change?.id}/undo/preview`)).toMatchObject({ status: 403 });
    expect(await changes()).toEqual([]);
  });

  test('to its name, or by a new profile, changes nobody’s skills and is not shown', async () => {
    skilldesk.webex.editElsewhere(billingSpecialist, (profile) => (profile.name = 'Billing'));
    const copied = skilldesk.webex.organization.skillProfiles.get(supportExpert);
    if (copied) skilldesk.webex.organization.skillProfiles.set('new-one', { ...copied, id: 'new-one', name: 'New' });

    expect(await elsewhere.allThereIs()).toEqual([]);
  });

  test('is undone like any Change: previewed, and only where it still stands', async () => {
    elsewhere.set(billingSpecialist, german, 2);
    elsewhere.set(billingSpecialist, english, 3);
    await elsewhere.poll();
    const [change] = await elsewhere.noticed(1);
    const preview = await nadia.call('POST', `/api/changes/${change?.id}/undo/preview`);
    elsewhere.set(billingSpecialist, english, 4);

    const { body } = await nadia.call(
      'POST',
      `/api/changes/${change?.id}/undo`,
      { 'idempotency-key': 'undo-it-once' },
      { reason: 'by mistake' },
    );

    expect(preview).toMatchObject({ status: 200, body: { items: [{ skillProfileId: billingSpecialist }] } });
    const undone = await nadia.ended(body as Change);
    expect(undone.items).toMatchObject([
      { outcome: 'verified', diff: [{ skillId: german, before: 2, after: 5 }], leftOut: [{ skillId: english }] },
    ]);
    expect(elsewhere.value(billingSpecialist, german)).toBe(5);
    expect((await nadia.call('GET', `/api/changes/${change?.id}`)).body).toMatchObject({ revertedBy: undone.id });
  });

  test('is a record of the audit chain, with names as of then', async () => {
    elsewhere.set(billingSpecialist, german, 2);
    skilldesk.webex.assignElsewhere('users', people.standardAgent.id, supportExpert);
    skilldesk.webex.assignElsewhere('teams', teamIds.support, billingSpecialist);
    await elsewhere.poll();
    const noticed = await elsewhere.noticed(3);

    const records = (await skilldesk.exportAudit()).filter(
      ({ action, body }) => action === 'changed-elsewhere' && !JSON.stringify(body).includes(marked),
    );

    expect(records.map(({ body }) => body['changeId']).sort()).toEqual(noticed.map(({ id }) => id).sort());
    expect(records.every(({ actor }) => actor === 'skilldesk')).toBe(true);
    expect(records.map(({ body }) => body)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          skillProfile: { id: billingSpecialist, name: 'Billing Specialist' },
          skills: [{ id: german, name: 'German', before: 5, after: 2 }],
        }),
        expect.objectContaining({ from: null, to: { id: supportExpert, name: 'Support Expert' } }),
        expect.objectContaining({ team: { id: teamIds.support, name: 'Support' } }),
      ]),
    );
    expect(await skilldesk.verifyAudit()).toMatchObject({ valid: true });
  });
});

describe('when it is noticed', () => {
  test('also by reading one profile, without a poll', async () => {
    elsewhere.set(billingSpecialist, german, 2);
    await nadia.skillProfile(billingSpecialist);

    expect(await elsewhere.noticed(1)).toMatchObject([{ items: [{ diff: [{ before: 5, after: 2 }] }] }]);
  });

  test('also when an edit of ours ran into it: the conflict is ours, the value is somebody’s', async () => {
    const edit = await setting(german, 8);
    elsewhere.set(billingSpecialist, german, 2);

    expect((await nadia.change([edit])).items[0]?.outcome).toBe('conflict');
    expect(await elsewhere.noticed(1)).toMatchObject([
      { items: [{ diff: [{ skillId: german, before: 5, after: 2 }] }] },
    ]);
  });

  test('also when an edit of ours kept it: mine is not called somebody’s, nor his mine', async () => {
    const edit = await setting(german, 8);
    elsewhere.set(billingSpecialist, english, 2);

    expect((await nadia.change([edit])).items[0]?.outcome).toBe('verified');
    const [change] = await elsewhere.noticed(1);
    expect(change?.items[0]?.diff).toMatchObject([{ skillId: english, after: 2 }]);
  });

  test('also when our write has covered it before anybody looked: the history has no gap', async () => {
    const edit = await setting(german, 8);
    elsewhere.set(billingSpecialist, german, 2);
    const { items } = await nadia.change([edit]);

    const kept = await nadia.change([{ ...edit, revision: items[0]?.conflict?.revision }]);

    expect(kept.items[0]).toMatchObject({ outcome: 'verified', diff: [{ before: 2, after: 8 }] });
    expect(await elsewhere.noticed(1)).toMatchObject([
      { items: [{ diff: [{ skillId: german, before: 5, after: 2 }] }] },
    ]);
    expect(await elsewhere.allThereIs()).toHaveLength(1);
  });

  test('also when it superseded our write: from our value to theirs', async () => {
    skilldesk.webex.switches.colleagueEditsAfterPut = ({ activeSkills }) => {
      for (const active of activeSkills) if (active.skillId === german) active.proficiencyValue = 1;
    };

    expect((await nadia.change([await setting(german, 8)])).items[0]?.outcome).toBe('superseded');
    expect(await elsewhere.noticed(1)).toMatchObject([
      { items: [{ diff: [{ skillId: german, before: 8, after: 1 }] }] },
    ]);
    expect(await elsewhere.allThereIs()).toHaveLength(1);
  });

  test('also what happened while Skilldesk was stopped, and nothing else', async () => {
    await nadia.change([await setting(german, 8)]);
    await skilldesk.stopProcess();
    elsewhere.set(billingSpecialist, english, 2);
    skilldesk.webex.assignElsewhere('teams', teamIds.support, supportExpert);
    await skilldesk.startProcess();
    await elsewhere.poll();

    expect(await elsewhere.noticed(2)).toHaveLength(2);
    expect(await elsewhere.allThereIs()).toHaveLength(2);
  });

  test('also what happened while a version that did not notice was replaced, and nothing of before', async () => {
    await nadia.change([await setting(german, 8)]);
    await skilldesk.stopProcess();
    await skilldesk.tamper('drop table accounted_states', 'alter table change_items drop column accounted');
    elsewhere.set(billingSpecialist, english, 2);
    skilldesk.webex.assignElsewhere('users', people.standardAgent.id, supportExpert);
    const database = await openDatabase(skilldesk.databaseUrl, openLog('silent'));
    await beginToAccount(database as unknown as Kysely<unknown>);
    await database.destroy();
    await skilldesk.startProcess();
    await elsewhere.poll();

    expect(await elsewhere.noticed(2)).toHaveLength(2);
    expect(await elsewhere.allThereIs()).toHaveLength(2);
  });

  test.each(['raised', 'kept'] as const)(
    'also where an edit leaves version and time as they were (%s): with the next reading of everything',
    async (editStamps) => {
      skilldesk.webex.switches.editStamps = editStamps;
      elsewhere.set(billingSpecialist, german, 2);
      await elsewhere.poll();
      if (editStamps === 'kept') {
        // A process that starts reads everything, as one that runs does once an hour.
        await skilldesk.stopProcess();
        await skilldesk.startProcess();
        nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
        await elsewhere.poll();
      }

      expect(await elsewhere.noticed(1)).toMatchObject([{ items: [{ diff: [{ before: 5, after: 2 }] }] }]);
    },
  );
});

describe('what is ours is never called somebody’s', () => {
  test('the first reading of an organization', async () => {
    expect(await elsewhere.allThereIs()).toEqual([]);
  });

  test('a write that Webex has and we have no answer to yet', async () => {
    skilldesk.webex.faults.push({ method: 'PUT', applyFirst: true, delayMs: 2_500 });
    const made = nadia.post({ edits: [await setting(german, 8)], reason: 'slow' });
    await expect.poll(() => elsewhere.value(billingSpecialist, german)).toBe(8);
    await elsewhere.poll();
    await elsewhere.poll();

    expect(await changes('actor=elsewhere')).toEqual([]);
    expect((await nadia.ended((await made).body as Change)).items[0]?.outcome).toBe('verified');
    expect(await elsewhere.allThereIs()).toEqual([]);
  });

  test('one whose answer was lost, while it is in doubt and when it is settled', async () => {
    skilldesk.webex.switches.readBackLag = 300;
    skilldesk.webex.faults.push({ method: 'PUT', drop: true, applyFirst: true });
    const made = nadia.post({ edits: [await setting(german, 8)], reason: 'lost' });
    await expect.poll(() => elsewhere.value(billingSpecialist, german)).toBe(8);
    await elsewhere.poll();

    expect((await nadia.ended((await made).body as Change)).items[0]?.outcome).toBe('verified');
    expect(await elsewhere.allThereIs()).toEqual([]);
  });

  test('one that everybody can see already, and nobody has settled yet', { timeout: 60_000 }, async () => {
    await skilldesk.close();
    await start({ settle: 6_000 });
    skilldesk.webex.switches.readBackLag = 300;
    skilldesk.webex.faults.push({ method: 'PUT', drop: true, applyFirst: true });
    const made = nadia.post({ edits: [await setting(german, 8)], reason: 'lost' });
    const values = async () => (await nadia.skillProfile(billingSpecialist)).values;
    await expect.poll(values).toContainEqual({ skillId: german, value: 8 });
    await elsewhere.looked();

    expect(await changes('actor=elsewhere')).toEqual([]);
    expect((await nadia.ended((await made).body as Change)).items[0]?.outcome).toBe('verified');
    expect(await elsewhere.allThereIs()).toEqual([]);
  });

  test('an agent’s profile that the lists show before its outcome', async () => {
    const { standardAgent } = people;
    skilldesk.webex.faults.push({ method: 'PATCH', applyFirst: true, delayMs: 1_500 });
    const made = nadia.post({
      edits: [{ userId: standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportExpert }],
      reason: 'slow',
    });
    await expect
      .poll(() => skilldesk.webex.organization.users.get(standardAgent.id)?.skillProfileId)
      .toBe(supportExpert);
    await elsewhere.poll();

    expect((await nadia.ended((await made).body as Change)).items[0]?.outcome).toBe('verified');
    expect(await elsewhere.allThereIs()).toEqual([]);
  });

  test.each(['raised', 'kept'] as const)(
    'a reading that still is of the time before our write, with versions %s',
    async (editStamps) => {
      skilldesk.webex.switches.editStamps = editStamps;
      const old = structuredClone(skilldesk.webex.organization.skillProfiles.get(billingSpecialist));
      await nadia.change([await setting(german, 8)]);
      // One of several servers at Webex, which is behind.
      const path = `/skill-profile/${billingSpecialist}`;
      skilldesk.webex.faults.push({ method: 'GET', path, status: 200, body: old, times: 2 });
      expect((await nadia.skillProfile(billingSpecialist)).values).toContainEqual({ skillId: german, value: 5 });
      await expect.poll(() => skilldesk.webex.faults).toEqual([]);

      skilldesk.webex.switches.editStamps = 'raised';
      expect(await elsewhere.allThereIs()).toEqual([]);
    },
  );

  test('a profile that the lists leave out for a while', async () => {
    const rest = [...skilldesk.webex.organization.skillProfiles.values()].filter(({ id }) => id !== bilingualService);
    const meta = { totalPages: 1, page: 0, pageSize: 100, totalRecords: rest.length, links: {} };
    skilldesk.webex.faults.push({ path: '/v2/skill-profile?', status: 200, body: { meta, data: rest }, times: 99 });
    await elsewhere.poll();
    await pause(shortPauses.settle);
    await elsewhere.poll();
    skilldesk.webex.faults.length = 0;

    expect(await elsewhere.allThereIs()).toEqual([]);
  });

  test('what a version wrote that does not account for its writes yet', async () => {
    await nadia.change([await setting(german, 8)]);
    await nadia.change([await setting(german, 3)]);
    const old = JSON.stringify([...((await nadia.skillProfile(billingSpecialist)).values ?? [])]).replaceAll("'", "''");
    await skilldesk.tamper(
      `update accounted_states set content = '${old.replace('"value":3', '"value":5')}' where id = '${billingSpecialist}'`,
      'update change_items set accounted = null',
    );

    expect(await elsewhere.allThereIs()).toEqual([]);
  });
});

test('a Webex that cannot be read is not asked for everything that may have changed', async () => {
  skilldesk.webex.faults.push({ path: '/user/', status: 503, times: 999 });
  const agents = [...skilldesk.webex.organization.users.values()].filter(({ skillProfileId }) => skillProfileId);
  for (const { id } of agents) skilldesk.webex.assignElsewhere('users', id, supportGeneralist);

  await elsewhere.poll();
  await elsewhere.looked();

  const asked = skilldesk.webex.requests.filter(({ path }) => /\/user\/[0-9a-f-]{36}$/.test(path));
  expect(agents.length).toBeGreaterThan(5);
  expect(asked).toHaveLength(3);
});

test('a quiet poll costs one list for each kind of thing, and reads nothing by its id', async () => {
  await skilldesk.whenQueuesAreRead();
  await elsewhere.looked();
  const start = skilldesk.webex.requests.length;
  const calls = (from: number, to?: number) =>
    skilldesk.webex.requests
      .slice(from, to)
      .filter(({ tokenKind, path }) => tokenKind === 'service-app' && !path.includes(marked))
      .map(({ method, path }) => `${method} ${path.replace(/^\/organization\/[^/]+/, '')}`);

  await elsewhere.poll();
  const end = skilldesk.webex.requests.length;
  await elsewhere.looked();

  // Profiles, users and teams are looked through for changes; skills and queues are read for the grid and the preview.
  expect(calls(start, end).sort()).toEqual([
    'GET /v2/contact-service-queue',
    'GET /v2/skill',
    'GET /v2/skill-profile',
    'GET /v2/team',
    'GET /v2/user',
  ]);
  expect(calls(end).filter((call) => !call.startsWith('GET /v2/'))).toEqual([]);
});
