import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangePreview } from '../../shared/preview.ts';
import type { Problem } from '../../shared/problem.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert, supportGeneralist, bilingualService } = skillProfileIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await skilldesk.whenQueuesAreRead();
});
afterEach(() => skilldesk.close());

async function preview(edits: unknown[], who: Supervisor = nadia): Promise<ChangePreview> {
  const { status, body } = await who.call('POST', '/api/changes/preview', {}, { edits });
  expect(status).toBe(200);
  return body as ChangePreview;
}

async function setting(skillProfileId: string, skillId: string, value: unknown) {
  const { revision } = await nadia.skillProfile(skillProfileId);
  return { skillProfileId, revision, set: [{ skillId, value }] };
}

const writes = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH');

test('a preview says who leaves which queue, how many remain, and writes nothing', async () => {
  const { items } = await preview([await setting(supportExpert, skillIds.german, 2)]);

  expect(items).toMatchObject([
    {
      skillProfileId: supportExpert,
      diff: [{ skillId: skillIds.german, before: 6, after: 2 }],
      agents: { direct: 3, throughTeam: 0, outsideScope: 0 },
      warnings: [],
    },
  ]);
  const german = items[0]?.queues.find(({ name }) => name === 'Support German');
  expect(german).toMatchObject({ effect: 'counted', eligibleBefore: 6, eligibleAfter: 3, unclear: 0, enter: [] });
  expect(german?.leave).toHaveLength(3);
  expect(writes()).toEqual([]);
});

test('a queue that nobody would qualify for is a warning', async () => {
  const { items } = await preview([await setting(bilingualService, skillIds.french, 0)]);

  expect(items[0]?.warnings).toContainEqual({
    code: 'queue-to-nobody',
    detail: 'Nobody would qualify for French Line.',
    queueId: items[0]?.queues.find(({ name }) => name === 'French Line')?.id,
  });
  // Two of the four who leave are of other teams: they are counted, and not named.
  expect(items[0]?.agents).toMatchObject({ outsideScope: 2 });
  expect(items[0]?.queues.find(({ name }) => name === 'French Line')).toMatchObject({
    eligibleBefore: 4,
    eligibleAfter: 0,
  });
  expect(items[0]?.queues.find(({ name }) => name === 'French Line')?.leave).toHaveLength(2);
  expect(items[0]?.warnings.map(({ code }) => code)).toContain('outside-scope');
});

test('where a queue asks for at most a value, the preview says that a higher one is weaker', async () => {
  const { items } = await preview([await setting(supportGeneralist, skillIds.troubleshooting, 9)]);
  const training = items[0]?.queues.find(({ name }) => name === 'Training Calls');

  expect(training?.leave.length).toBeGreaterThan(0);
  expect(training?.reason).toBe('It asks for Troubleshooting of at most 6: here a higher value is weaker.');
  expect(training).toMatchObject({
    reasonCode: 'higher-is-weaker',
    limits: [{ skillId: skillIds.troubleshooting, atMost: '6' }],
  });
});

test('agents of whom it is not published whether they match are counted apart', async () => {
  const { revision } = await nadia.skillProfile(supportGeneralist);
  const { items } = await preview([
    { skillProfileId: supportGeneralist, revision, set: [], remove: [skillIds.troubleshooting] },
  ]);
  const training = items[0]?.queues.find(({ name }) => name === 'Training Calls');

  // Without the skill “at most 6” may hold or not: they neither leave for certain nor stay for certain.
  expect(training?.leave).toEqual([]);
  expect((training?.eligibleBefore ?? 0) - (training?.eligibleAfter ?? 0)).toBe(3);
  expect(training?.unclear).toBeGreaterThanOrEqual(3);
});

test('a queue by teams is unknown for the teams that it serves, and not served for the others', async () => {
  const { items } = await preview([
    await setting(supportExpert, skillIds.german, 2),
    await setting(billingSpecialist, skillIds.german, 2),
  ]);
  const flowOf = (at: number) => items[at]?.queues.find(({ name }) => name === 'Support Flow');

  expect(flowOf(0)).toMatchObject({ effect: 'unknown', eligibleBefore: null, eligibleAfter: null });
  expect(flowOf(0)).toMatchObject({
    reason: expect.stringMatching(/flow/) as string,
    reasonCode: 'requirements-in-flow',
  });
  expect(flowOf(1)).toMatchObject({ effect: 'not-served', eligibleBefore: null, eligibleAfter: null });
  expect(flowOf(1)?.reasonCode).toBe('serves-other-teams');
});

test('a queue with a requirement that nobody understands is unknown, not unaffected', async () => {
  await skilldesk.close();
  skilldesk = await Skilldesk.start({
    webex: ({ organization }) => {
      const queue = [...organization.queues.values()].find(({ name }) => name === 'Support German');
      for (const requirement of queue?.queueSkillRequirements ?? []) requirement.condition = 'ROUGHLY';
    },
  });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await skilldesk.whenQueuesAreRead();

  const { items } = await preview([await setting(supportExpert, skillIds.german, 2)]);
  const german = items[0]?.queues.find(({ name }) => name === 'Support German');
  expect(german).toMatchObject({ effect: 'unknown', eligibleBefore: null, eligibleAfter: null });
  expect(german?.reason).toMatch(/does not understand/);
  expect(german?.reasonCode).toBe('requirement-not-understood');
});

test('an assignment shows what that one agent gains, loses, enters and leaves', async () => {
  const agent = people.standardAgent.id;
  const { items } = await preview([{ userId: agent, fromSkillProfileId: null, toSkillProfileId: supportExpert }]);

  expect(items[0]).toMatchObject({ userId: agent, agents: { direct: 1, throughTeam: 0, outsideScope: 0 } });
  expect(items[0]?.diff).toContainEqual({ skillId: skillIds.german, before: 5, after: 6 });
  expect(items[0]?.queues.find(({ name }) => name === 'Support German')).toMatchObject({ enter: [agent], leave: [] });
  expect(items[0]?.queues.find(({ name }) => name === 'Certified Refunds')).toMatchObject({
    enter: [],
    leave: [agent],
  });
});

test('edits are counted together: two that each leave somebody empty a queue between them', async () => {
  const { items } = await preview([
    await setting(supportExpert, skillIds.german, 2),
    await setting(supportGeneralist, skillIds.german, 2),
  ]);
  for (const item of items) {
    expect(item.queues.find(({ name }) => name === 'Support German')).toMatchObject({
      eligibleBefore: 6,
      eligibleAfter: 0,
    });
    expect(item.warnings.map(({ code }) => code)).toContain('queue-to-nobody');
  }
});

test('an edit that would be refused hides nothing of what the others do', async () => {
  const { revision } = await nadia.skillProfile(bilingualService);
  // Agents of other teams have this profile: it would fill the queue again, and is not carried out.
  const refused = {
    skillProfileId: bilingualService,
    revision,
    set: [
      { skillId: skillIds.german, value: 9 },
      { skillId: skillIds.troubleshooting, value: 9 },
    ],
  };
  const { items } = await preview([
    await setting(supportExpert, skillIds.german, 2),
    await setting(supportGeneralist, skillIds.german, 2),
    refused,
  ]);
  for (const item of items.slice(0, 2)) {
    expect(item.queues.find(({ name }) => name === 'Support German')).toMatchObject({ eligibleAfter: 0 });
    expect(item.warnings.map(({ code }) => code)).toContain('queue-to-nobody');
  }
  expect(items[2]?.warnings.map(({ code }) => code)).toContain('outside-scope');
  expect(items[2]?.queues.find(({ name }) => name === 'Support German')?.enter.length).toBeGreaterThan(0);
});

test('no change is said to be no change, and a foreign profile shows nothing but that it is not there', async () => {
  const { salesHunter } = skillProfileIds;
  const { items } = await preview([
    await setting(supportExpert, skillIds.german, 6),
    { skillProfileId: salesHunter, revision: 'a'.repeat(64), set: [{ skillId: skillIds.german, value: 1 }] },
  ]);
  expect(items[0]).toMatchObject({ diff: [], queues: [], warnings: [{ code: 'no-effect' }] });
  expect(items[1]).toMatchObject({ diff: [], queues: [], warnings: [{ code: 'not-found' }] });
  expect(items[1]?.agents).toEqual({ direct: 0, throughTeam: 0, outsideScope: 0 });
});

test('a save whose reach became worse than its preview is answered with the new preview, and writes nothing', async () => {
  const edit = await setting(supportExpert, skillIds.german, 2);
  const { previewId } = await preview([edit]);
  await nadia.change([{ userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportExpert }]);
  const before = writes().length;

  const { status, body } = await nadia.post({ edits: [edit], reason: 'German is quiet', previewId });

  expect(status).toBe(409);
  expect(body).toMatchObject({ code: 'preview-outdated' });
  const again = (body as Problem).preview;
  expect(again?.items[0]?.agents.direct).toBe(4);
  expect(writes()).toHaveLength(before);

  const agreed = await nadia.post({ edits: [edit], reason: 'German is quiet', previewId: again?.previewId });
  expect(agreed.status).toBe(201);
});

test('a preview that still holds lets the save through; one of other edits, or of somebody else, does not', async () => {
  const edit = await setting(supportExpert, skillIds.german, 2);
  const other = await setting(supportExpert, skillIds.german, 3);
  const { previewId } = await preview([edit]);
  const admin = await skilldesk.signIn(people.admin.ciUserId);

  for (const [who, edits] of [
    [nadia, [other]],
    [admin, [edit]],
  ] as const) {
    const { status, body } = await who.post({ edits, reason: 'German is quiet', previewId });
    expect([status, (body as Problem).code]).toEqual([409, 'preview-outdated']);
  }
  expect(writes()).toEqual([]);
  expect((await nadia.post({ edits: [edit], reason: 'German is quiet', previewId })).status).toBe(201);
});
