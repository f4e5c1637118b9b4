import { expect, test } from 'vitest';
import type { Json } from './json-object.ts';
import { call } from './simulator-call.ts';
import { skillIds, skillProfileIds } from './standard-organization.ts';
import type { WebexSimulator } from './webex-simulator.ts';
import { simulatorsOfThisFile } from './with-simulator.ts';

const start = simulatorsOfThisFile();
const path = `/skill-profile/${skillProfileIds.billingSpecialist}`;

interface Entry extends Json {
  id?: string;
  skillId: string;
}

interface Document extends Json {
  version: number;
  activeSkills: Entry[];
  activeEnumSkills: Json[];
}

const admin = (simulator: WebexSimulator): string => simulator.credentials.serviceApp.accessToken;

async function read(simulator: WebexSimulator): Promise<Document> {
  const { body } = await call(simulator, admin(simulator), 'GET', path);
  return body as Document;
}

const put = (simulator: WebexSimulator, body: unknown) => call(simulator, admin(simulator), 'PUT', path, body);

function withGerman(document: Document, fields: Json): Document {
  const activeSkills = document.activeSkills.map((entry) =>
    entry.skillId === skillIds.german ? { ...entry, ...fields } : entry,
  );
  return { ...document, activeSkills };
}

const explanation = (body: Json): unknown =>
  (body as { error: { message: { description: string }[] } }).error.message[0]?.description;

test('a PUT changes a value, counts the version up and keeps the id of the entry', async () => {
  const simulator = await start();
  const before = await read(simulator);
  const answer = await put(simulator, withGerman(before, { proficiencyValue: 8 }));
  const after = await read(simulator);
  expect(answer.status).toBe(200);
  expect(after.version).toBe(before.version + 1);
  expect(after).toEqual({ ...answer.body });
  expect(after.activeSkills[0]).toMatchObject({ id: before.activeSkills[0]?.id, proficiencyValue: 8, version: 1 });
  expect(after.activeSkills[1]).toEqual(before.activeSkills[1]);
});

test('a PUT that leaves an entry out removes it', async () => {
  const simulator = await start();
  const before = await read(simulator);
  await put(simulator, { ...before, activeSkills: before.activeSkills.slice(1) });
  expect((await read(simulator)).activeSkills).toEqual(before.activeSkills.slice(1));
});

test('a new entry needs no id and gets one', async () => {
  const simulator = await start();
  const before = await read(simulator);
  await put(simulator, {
    ...before,
    activeSkills: [...before.activeSkills, { skillId: skillIds.french, proficiencyValue: 2 }],
  });
  const added = (await read(simulator)).activeSkills.at(-1);
  expect(added).toMatchObject({ skillId: skillIds.french, proficiencyValue: 2 });
  expect(added?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a kept entry without its id is a 409 with the text of the database and changes nothing', async () => {
  const simulator = await start();
  const before = await read(simulator);
  const answer = await put(simulator, withGerman(before, { id: undefined, proficiencyValue: 8 }));
  expect(answer.status).toBe(409);
  expect(explanation(answer.body)).toMatch(/^Duplicate entry '.+' for key 'active_skill\.UK/);
  expect(await read(simulator)).toEqual(before);
});

test('skillId within activeEnumSkills is a 500 without a message and changes nothing', async () => {
  const simulator = await start();
  const before = await read(simulator);
  const activeEnumSkills = before.activeEnumSkills.map((entry) => ({ ...entry, skillId: skillIds.tier }));
  const answer = await put(simulator, { ...before, name: 'Renamed', activeEnumSkills });
  expect(answer.status).toBe(500);
  expect(answer.body).toMatchObject({ error: { key: '500', message: [] } });
  expect(await read(simulator)).toEqual(before);
});

test('an enum value may be kept with or without the id of its entry', async () => {
  const simulator = await start();
  const before = await read(simulator);
  const activeEnumSkills = before.activeEnumSkills.map(({ enumSkillValueId }) => ({ enumSkillValueId }));
  await put(simulator, { ...before, activeEnumSkills });
  expect((await read(simulator)).activeEnumSkills).toEqual(before.activeEnumSkills);
});

test.each([
  ['a proficiency that is not an integer', { proficiencyValue: 5.5 }],
  ['a proficiency above 10', { proficiencyValue: 11 }],
  ['a proficiency below 0', { proficiencyValue: -1 }],
  ['an entry without its value', { proficiencyValue: undefined }],
  ['a value of another type', { proficiencyValue: '8' }],
  ['an unknown skill', { skillId: skillProfileIds.peakReserve }],
  ['an id of somebody else’s entry', { id: skillIds.german }],
])('%s is a 400 and changes nothing', async (_what, fields) => {
  const simulator = await start();
  const before = await read(simulator);
  const answer = await put(simulator, withGerman(before, fields));
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    trackingId: expect.stringMatching(/^ccconfig_/) as unknown,
    error: { key: '400' },
  });
  expect(await read(simulator)).toEqual(before);
});

test('a text of more than 100 characters is a 400', async () => {
  const simulator = await start();
  const before = await read(simulator);
  const activeSkills = before.activeSkills.map((entry) =>
    entry.skillId === skillIds.certification ? { ...entry, textValue: 'x'.repeat(101) } : entry,
  );
  expect((await put(simulator, { ...before, activeSkills })).status).toBe(400);
});

test('two entries for one skill are a 409', async () => {
  const simulator = await start();
  const before = await read(simulator);
  const twice = [...before.activeSkills, { skillId: skillIds.german, proficiencyValue: 1 }];
  expect((await put(simulator, { ...before, activeSkills: twice })).status).toBe(409);
});

test('a profile needs a skill', async () => {
  const simulator = await start();
  const answer = await put(simulator, { ...(await read(simulator)), activeSkills: [], activeEnumSkills: [] });
  expect(answer.status).toBe(400);
  expect(explanation(answer.body)).toBe('Atleast one skill is mandatory.');
});

test('a field that Webex has and nobody documented lives on only if it is sent back', async () => {
  const simulator = await start();
  Object.assign(simulator.organization.skillProfiles.get(skillProfileIds.billingSpecialist) ?? {}, { colour: 'blue' });
  const before = await read(simulator);
  await put(simulator, before);
  expect(await read(simulator)).toMatchObject({ colour: 'blue' });
  await put(simulator, { ...before, colour: undefined });
  expect(await read(simulator)).not.toHaveProperty('colour');
});

test('a profile is created and deleted; a used one and a taken name are refused', async () => {
  const simulator = await start();
  const token = admin(simulator);
  const activeSkills = [{ skillId: skillIds.english, proficiencyValue: 5 }];
  const taken = await call(simulator, token, 'POST', '/skill-profile', { name: 'sales hunter', activeSkills });
  expect([taken.status, explanation(taken.body)]).toEqual([409, 'Similar entity is already present']);
  const created = await call(simulator, token, 'POST', '/skill-profile', { name: 'New', activeSkills });
  expect([created.status, created.body['version']]).toEqual([201, 0]);
  expect((await call(simulator, token, 'DELETE', `/skill-profile/${String(created.body['id'])}`)).status).toBe(204);
  const used = await call(simulator, token, 'DELETE', path);
  expect(used.status).toBe(412);
  expect(used.body).toMatchObject({ error: { referencedEntities: ['team'] } });
});

test('bulk creates and deletes, never updates, and each item fails by itself', async () => {
  const simulator = await start();
  const profile = await read(simulator);
  const fresh = { name: 'Bulk', activeSkills: [{ skillId: skillIds.vip, booleanValue: true }] };
  const { status, body } = await call(simulator, admin(simulator), 'POST', '/skill-profile/bulk', {
    items: [
      { itemIdentifier: 1, item: fresh, requestAction: 'SAVE' },
      { itemIdentifier: 2, item: profile, requestAction: 'SAVE' },
      { itemIdentifier: 3, item: profile, requestAction: 'DELETE' },
      { itemIdentifier: 4, item: { id: skillProfileIds.peakReserve }, requestAction: 'DELETE' },
    ],
  });
  expect(status).toBe(207);
  expect((body as { items: { status: number }[] }).items.map((item) => item.status)).toEqual([201, 400, 412, 400]);
  expect(JSON.stringify(body)).toContain('New configuration cannot have an id');
  expect(JSON.stringify(body)).toContain('Cannot Update/Delete system generated Entities');
});

test('the profile in the query instead of the body is an empty 400', async () => {
  const simulator = await start();
  const query = encodeURIComponent(JSON.stringify(await read(simulator)));
  const answer = await call(simulator, admin(simulator), 'PUT', `${path}?skillProfileDTO=${query}`);
  expect([answer.status, answer.text]).toEqual([400, '']);
});

test('names of skills and enum values come only when they are asked for', async () => {
  const simulator = await start();
  const plain = await read(simulator);
  const { body } = await call(simulator, admin(simulator), 'GET', `${path}?includeSkillDetails=true`);
  const detailed = body as Document;
  expect(plain.activeSkills[0]).not.toHaveProperty('skillName');
  expect(detailed.activeSkills[0]).toMatchObject({ skillName: 'German' });
  expect(detailed.activeEnumSkills[0]).toMatchObject({
    enumSkillName: 'Tier',
    enumSkillValue: 'gold',
    enumSkillId: skillIds.tier,
  });
});

test('incoming references show one type at a time', async () => {
  const simulator = await start();
  const shared = `/skill-profile/${skillProfileIds.bilingualService}/incoming-references`;
  const { body } = await call(simulator, admin(simulator), 'GET', shared);
  expect(body).toMatchObject({ meta: { referencedEntities: ['user'], currentEntity: 'user', totalRecords: 4 } });
  const teams = await call(simulator, admin(simulator), 'GET', `${path}/incoming-references?type=team`);
  expect(teams.body).toMatchObject({ meta: { currentEntity: 'team' }, data: [{ name: 'Billing' }] });
});
