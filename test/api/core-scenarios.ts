import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionGranted, SkillProfileList } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';
import type { Problem } from '../../shared/problem.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { inAnHour, soon } from './lease-desk.ts';
import { Supervisor, type Skilldesk } from './skilldesk.ts';

const { billingSpecialist, bilingualService, supportExpert, supportGeneralist } = skillProfileIds;
const { english, german } = skillIds;
const reason = 'Mondays are busy';

/** What a shift is made of, in the order in which it is lived through. */
export const coreScenarios = [
  'open',
  'each type',
  'undo',
  'bulk',
  'conflict',
  'lease end',
  'refresh',
  'taken back',
] as const;
type CoreScenario = (typeof coreScenarios)[number];

/** What each scenario came to: outcomes of items, or the code of a refusal; `–` where there was nothing to begin with. */
export type Shift = Record<CoreScenario, string>;

/** Lives through all of it as one supervisor of two teams. */
export async function liveThrough(skilldesk: Skilldesk): Promise<Shift> {
  const nothing = Object.fromEntries(coreScenarios.map((scenario) => [scenario, '–'])) as Shift;
  const opened = await open(skilldesk);
  if (typeof opened === 'string') return { ...nothing, open: opened };

  const scene = { skilldesk, ...opened };
  const edited = await editEachType(scene);
  return {
    open: 'opens',
    'each type': told(edited),
    undo: await undo(scene, edited),
    bulk: await editInBulk(scene),
    conflict: await meetAColleague(scene),
    'lease end': await endALease(scene),
    refresh: await outliveTheAccessToken(scene),
    'taken back': await loseTheAuthorization(scene),
  };
}

interface Scene {
  skilldesk: Skilldesk;
  nadia: Supervisor;
  list: SkillProfileList;
}

async function open(skilldesk: Skilldesk): Promise<Omit<Scene, 'skilldesk'> | string> {
  const desktopToken = skilldesk.webex.issueDesktopToken(people.nadiaNorth.ciUserId);
  const session = await skilldesk.call('POST', '/api/session', { authorization: `Bearer ${desktopToken}` });
  if (session.status !== 201) return (session.body as Problem).code;
  const nadia = new Supervisor(skilldesk, session.body as SessionGranted);
  const { status, body } = await nadia.call('GET', '/api/skill-profiles');
  return status === 200 ? { nadia, list: body as SkillProfileList } : (body as Problem).code;
}

/** A number, a boolean, a text and choices of one profile, and one agent's profile. */
async function editEachType({ nadia, list }: Scene): Promise<Change> {
  const { revision, values } = await nadia.skillProfile(billingSpecialist);
  const set = (values ?? []).map(({ skillId, value }) => {
    if (typeof value === 'number') return { skillId, value: (value + 3) % 11 };
    if (typeof value === 'boolean') return { skillId, value: !value };
    if (typeof value === 'string') return { skillId, value: `${value} and more` };
    const all = list.skills.find(({ id }) => id === skillId)?.enumSkillValues.map(({ id }) => id) ?? [];
    return { skillId, value: all.filter((id) => !value.includes(id)).slice(0, 1) };
  });
  return nadia.change([
    { skillProfileId: billingSpecialist, revision, set },
    { userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportExpert },
  ]);
}

async function undo({ nadia }: Scene, { id }: Change): Promise<string> {
  const key = { 'idempotency-key': randomUUID() };
  return answered(nadia, await nadia.call('POST', `/api/changes/${id}/undo`, key, { reason }));
}

/** All profiles that he may edit, and all agents of his teams. */
async function editInBulk({ nadia }: Scene): Promise<string> {
  const profiles = (await nadia.skillProfiles()).skillProfiles.filter(({ editable }) => editable);
  const values = profiles.map(({ id, revision, values }) => ({
    skillProfileId: id,
    revision,
    set: (values ?? []).filter(({ value }) => typeof value === 'boolean').map((one) => ({ ...one, value: !one.value })),
  }));
  const agents = (await nadia.agents()).map(({ id, skillProfileId }) => ({
    userId: id,
    fromSkillProfileId: skillProfileId,
    toSkillProfileId: skillProfileId === bilingualService ? supportExpert : bilingualService,
  }));
  return told(await nadia.change([...values, ...agents]));
}

/** First a colleague has set another skill, then the same one. */
async function meetAColleague({ skilldesk: { webex }, nadia }: Scene): Promise<string> {
  const came: string[] = [];
  for (const skillId of [english, german]) {
    const { revision } = await nadia.skillProfile(supportGeneralist);
    webex.setElsewhere(supportGeneralist, skillId, 2);
    // What Webex does not show yet nobody can know.
    await pause(webex.switches.readBackLag);
    const set = [{ skillId: german, value: skillId === german ? 8 : 9 }];
    came.push(told(await nadia.change([{ skillProfileId: supportGeneralist, revision, set }])));
  }
  return came.join(', ');
}

async function endALease({ nadia }: Scene): Promise<string> {
  const lease = await nadia.ended(await nadia.set(supportExpert, german, 9, { until: inAnHour() }));
  if (told(lease) !== 'verified') return told(lease);
  await nadia.call('PATCH', `/api/changes/${lease.id}`, {}, { until: soon(-1_000) });
  for (;;) {
    const { body: now } = await nadia.call('GET', `/api/changes/${lease.id}`);
    const { revertedBy } = now as Change;
    if (revertedBy !== undefined) {
      const { body: end } = await nadia.call('GET', `/api/changes/${revertedBy}`);
      return `${told(lease)}, ${told(await nadia.ended(end as Change))}`;
    }
    await pause(50);
  }
}

/** Twice: the second refresh is made with what the first one gave. */
async function outliveTheAccessToken({ skilldesk: { webex }, nadia }: Scene): Promise<string> {
  const came: string[] = [];
  for (const value of [4, 6]) {
    webex.revokeAdminTokens();
    came.push(told(await nadia.ended(await nadia.set(supportGeneralist, english, value))));
  }
  return came.join(', ');
}

/** An administrator takes the authorization back in Control Hub: what a save is answered with from then on. */
async function loseTheAuthorization({ skilldesk: { webex }, nadia }: Scene): Promise<string> {
  const { revision } = await nadia.skillProfile(supportGeneralist);
  const { clientId, clientSecret } = webex.credentials.serviceApp;
  for (const token of webex.secrets().filter((secret) => secret.startsWith('CANARY-service-app-refresh-token'))) {
    await fetch(`${webex.url}/idb/oauth2/v1/revoke`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ token, token_type_hint: 'refresh_token' }),
    });
  }
  const set = [{ skillId: english, value: 1 }];
  return answered(nadia, await nadia.post({ edits: [{ skillProfileId: supportGeneralist, revision, set }], reason }));
}

/** What a Change came to, or why there is none. */
async function answered(nadia: Supervisor, { status, body }: { status: number; body: unknown }): Promise<string> {
  return status < 300 ? told(await nadia.ended(body as Change)) : (body as Problem).code;
}

/** Each outcome once; with why, where it was refused or failed. */
function told({ items }: Change): string {
  const outcomes = items.map(({ outcome, rule }) => (rule === undefined ? outcome : `${outcome} (${rule})`));
  return [...new Set(outcomes)].sort().join(' and ');
}
