import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import type { ChangePreview } from '../../shared/preview.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

// Bilingual Service is used in Nadia's teams and in teams of others.
const { billingSpecialist, bilingualService, supportExpert } = skillProfileIds;
const { english, german } = skillIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await skilldesk.importPolicy({ edit: 'acknowledge' });
});
afterEach(() => skilldesk.close());

const setting = async (skillProfileId: string, skillId: string, value: unknown) => ({
  skillProfileId,
  revision: (await nadia.skillProfile(skillProfileId)).revision,
  set: [{ skillId, value }],
});
const preview = async (...edits: unknown[]) =>
  (await nadia.call('POST', '/api/changes/preview', {}, { edits })).body as ChangePreview;
const endOf = async (body: object) => {
  const answer = await nadia.post({ reason: 'Mondays are busy', ...body });
  expect([201, 202]).toContain(answer.status);
  const { items } = await nadia.ended(answer.body as Change);
  return items.map(({ outcome, rule }) => (rule ? `${outcome}: ${rule}` : outcome));
};
const writes = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH');
/** An administrator gives the profile to one more agent of other teams. */
async function spread(): Promise<void> {
  const ada = await skilldesk.signIn(people.admin.ciUserId);
  const edits = [{ userId: people.unskilledAgent.id, fromSkillProfileId: null, toSkillProfileId: bilingualService }];
  const { previewId } = (await ada.call('POST', '/api/changes/preview', {}, { edits })).body as ChangePreview;
  const { body } = await ada.post({ edits, reason: 'One more', previewId });
  expect(await ada.ended(body as Change)).toMatchObject({ items: [{ outcome: 'verified' }] });
}

test('a profile that others use too is edited by whoever was shown that use and agrees to it', async () => {
  const edit = await setting(bilingualService, english, 9);
  const { previewId, items } = await preview(edit);
  expect(items[0]?.agents.outsideScope).toBeGreaterThan(0);
  expect(items[0]?.warnings.map(({ code }) => code)).toContain('outside-scope');

  expect(await endOf({ edits: [edit], previewId })).toEqual(['refused: outside-scope']);
  expect(await endOf({ edits: [edit], previewId, acknowledge: false })).toEqual(['refused: outside-scope']);
  expect(writes()).toEqual([]);
  expect(await endOf({ edits: [edit], previewId, acknowledge: true })).toEqual(['verified']);
});

test('a profile that others use too is shown as editable, and only where that use may be agreed to', async () => {
  expect(await nadia.skillProfile(bilingualService)).toMatchObject({ editable: true });

  await skilldesk.importPolicy({ edit: 'strict' });
  expect(await nadia.skillProfile(bilingualService)).toMatchObject({ editable: false });
});

test('without a preview nothing is taken in, and the answer names what is missing', async () => {
  const edit = await setting(billingSpecialist, german, 8);

  const { status, body } = await nadia.post({ edits: [edit], reason: 'Mondays are busy', acknowledge: true });

  expect([status, body]).toMatchObject([
    400,
    { code: 'bad-request', errors: [{ path: 'previewId', code: 'preview-missing' }] },
  ]);
  expect(writes()).toEqual([]);
  const { previewId } = await preview(edit);
  expect(await endOf({ edits: [edit], previewId })).toEqual(['verified']);
});

test('to agree to use outside the scope helps nobody under “strict”, and lifts no other rule', async () => {
  await skilldesk.importPolicy({ edit: 'acknowledge', protectedSkills: [english] });
  const edit = await setting(bilingualService, english, 9);
  const agreed = { edits: [edit], previewId: (await preview(edit)).previewId, acknowledge: true };
  expect(await endOf(agreed)).toEqual(['refused: protected-skill']);

  await skilldesk.importPolicy({ edit: 'strict' });
  expect(await endOf(agreed)).toEqual(['refused: outside-scope']);
  expect(writes()).toEqual([]);
});

test('more use outside the scope than was shown is shown again instead of written', async () => {
  const edit = await setting(bilingualService, english, 9);
  const { previewId } = await preview(edit);
  await spread();
  const before = writes().length;

  const answer = await nadia.post({ edits: [edit], reason: 'Mondays are busy', previewId, acknowledge: true });

  expect(answer).toMatchObject({ status: 409, body: { code: 'preview-outdated' } });
  expect(writes()).toHaveLength(before);
});

test('and where the use grew while the edit was waiting, it is refused on its road', async () => {
  const edit = await setting(bilingualService, english, 9);
  const { previewId } = await preview(edit);
  await skilldesk.operate('pause');
  const { body, status } = await nadia.post({ edits: [edit], reason: 'busy', previewId, acknowledge: true });
  expect(status).toBe(202);
  const { id } = body as Change;
  await nadia.call('POST', `/api/changes/${id}/stop`);
  await skilldesk.operate('resume');
  await spread();
  const before = writes().length;

  const going = (await nadia.call('POST', `/api/changes/${id}/continue`)).body as Change;

  expect((await nadia.ended(going)).items).toMatchObject([{ outcome: 'refused', rule: 'rights-lost' }]);
  expect(writes()).toHaveLength(before);
}, 20_000);

test('a Change that was agreed to is taken back by agreeing once more', async () => {
  const edit = await setting(bilingualService, english, 9);
  const answer = await nadia.post({
    edits: [edit, { userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportExpert }],
    reason: 'Mondays are busy',
    previewId: (
      await preview(edit, {
        userId: people.standardAgent.id,
        fromSkillProfileId: null,
        toSkillProfileId: supportExpert,
      })
    ).previewId,
    acknowledge: true,
  });
  const change = await nadia.ended(answer.body as Change);
  const path = `/api/changes/${change.id}/undo`;
  const undo = (body: object) =>
    nadia.call('POST', path, { 'idempotency-key': randomUUID() }, { reason: 'It did not help', ...body });

  expect(await undo({})).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'previewId', code: 'preview-missing' }] },
  });
  const { previewId } = (await nadia.call('POST', `${path}/preview`)).body as ChangePreview;
  const back = await nadia.ended((await undo({ previewId, acknowledge: true })).body as Change);

  expect(back.items.map(({ outcome }) => outcome)).toEqual(['verified', 'verified']);
});
