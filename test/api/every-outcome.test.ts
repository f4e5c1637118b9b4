import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isFinal, outcomes, type Change, type ChangeItem, type Outcome, type Rule } from '../../shared/change.ts';
import type { SessionGranted } from '../../shared/api.ts';
import type { Problem } from '../../shared/problem.ts';
import type { Fault } from '../simulator/faults.ts';
import { stableId } from '../simulator/seeded-generator.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { defaultSwitches, switchPositions, type ColleagueEdit, type SwitchName } from '../simulator/switches.ts';
import type { WebexSimulator } from '../simulator/webex-simulator.ts';
import { Skilldesk, Supervisor } from './skilldesk.ts';

/** As an item shows it; or why there is no item. */
type End = Outcome | `${Outcome}: ${Rule}` | `nothing is saved: ${Problem['code']}`;

/** What the way to each outcome comes to, whatever position a switch is in. */
const usually: Record<Outcome, End> = {
  verified: 'verified',
  unchanged: 'unchanged',
  conflict: 'conflict',
  refused: 'refused: not-found',
  failed: 'failed: webex-refused',
  'not-effective': 'not-effective',
  superseded: 'superseded',
  stopped: 'stopped',
  scheduled: 'scheduled',
  pending: 'pending',
  sent: 'sent',
  'in-doubt': 'in-doubt',
};

const nothingIsSaved = (code: Problem['code']) =>
  Object.fromEntries(Object.keys(usually).map((row) => [row, `nothing is saved: ${code}`])) as Record<Outcome, End>;

/** Nothing is ever stored, so that no value is there to be read back, and no colleague comes after it. */
const writesAreIgnored: Partial<Record<Outcome, End>> = { verified: 'not-effective', superseded: 'not-effective' };

/** The positions in which ways come to something else. */
const otherwise: Partial<Record<SwitchName, Record<string, Partial<Record<Outcome, End>>>>> = {
  // Without people_read nobody knows whose token it is, without the contact center what he may do.
  desktopTokenScopes: {
    'no-people-read': nothingIsSaved('desktop-token-refused'),
    'no-contact-center': nothingIsSaved('desktop-token-refused'),
  },
  // The Service App may read no skill profile: there is nothing that a Change could be based on.
  serviceAppProfileCheck: { denied: nothingIsSaved('webex-unavailable') },
  // A colleague’s edit that leaves the version as it was looks like a write that was never stored.
  editStamps: { kept: { superseded: 'not-effective' } },
  ignoredWrites: { 'stale-answer': writesAreIgnored, 'echo-answer': writesAreIgnored },
};

/** One way to an outcome: a skill profile that nobody else touches, with German 5, and who edits it. */
interface Scene {
  webex: WebexSimulator;
  gwen: Supervisor;
  skillProfileId: string;
}

const hour = 60 * 60_000;

const ways: Record<Outcome, (scene: Scene) => Promise<ChangeItem | undefined>> = {
  verified: async (scene) => saved(scene, await setting(scene, 8)),

  unchanged: async (scene) => saved(scene, await setting(scene, 5)),

  conflict: async (scene) => {
    const edit = await setting(scene, 8);
    scene.webex.editElsewhere(scene.skillProfileId, germanBecomes(2));
    // What Webex does not show yet nobody can know.
    await pause(scene.webex.switches.readBackLag);
    return saved(scene, edit);
  },

  refused: async (scene) => {
    const edit = await setting(scene, 8);
    scene.webex.organization.skillProfiles.delete(scene.skillProfileId);
    return saved(scene, edit);
  },

  failed: async (scene) => {
    scene.webex.faults.push({ method: 'PUT', path: scene.skillProfileId, status: 403 });
    return saved(scene, await setting(scene, 8));
  },

  'not-effective': async (scene) => {
    const before = structuredClone(scene.webex.organization.skillProfiles.get(scene.skillProfileId));
    scene.webex.faults.push({ method: 'PUT', path: scene.skillProfileId, status: 200, body: before });
    return saved(scene, await setting(scene, 8));
  },

  superseded: async (scene) => {
    const { switches } = scene.webex;
    const colleague: ColleagueEdit = (profile) => {
      if (profile.id === scene.skillProfileId) germanBecomes(2)(profile);
      else switches.colleagueEditsAfterPut = colleague;
    };
    switches.colleagueEditsAfterPut = colleague;
    return saved(scene, await setting(scene, 8));
  },

  stopped: async (scene) => {
    const edit = await setting(scene, 8);
    const reading = hold(scene, { method: 'GET' });
    const saving = scene.gwen.change([edit]);
    const { change } = await seen(scene, 'pending');
    await scene.gwen.call('POST', `/api/changes/${change.id}/stop`);
    reading.letGo();
    return (await saving).items[0];
  },

  scheduled: async (scene) => {
    const edits = [await setting(scene, 8)];
    const startsAt = new Date(Date.now() + hour).toISOString();
    const { body } = await scene.gwen.post({ edits, reason: 'Tonight is busy', startsAt });
    return (body as Change).items[0];
  },

  pending: async (scene) => {
    const edit = await setting(scene, 8);
    return seenWhileHeld(scene, edit, 'pending', { method: 'GET' });
  },

  sent: async (scene) => seenWhileHeld(scene, await setting(scene, 8), 'sent', { method: 'PUT' }),

  'in-doubt': async (scene) => {
    const edit = await setting(scene, 8);
    scene.webex.faults.push({ method: 'PUT', path: scene.skillProfileId, drop: true });
    // The reading before the write and the three after it; the next one would settle the doubt.
    scene.webex.faults.push({ method: 'GET', path: scene.skillProfileId, times: 4 });
    return seenWhileHeld(scene, edit, 'in-doubt', { method: 'GET' });
  },
};

const rows = Object.keys(ways) as Outcome[];

const germanBecomes =
  (value: number): ColleagueEdit =>
  (profile) => {
    for (const active of profile.activeSkills) if (active.skillId === skillIds.german) active.proficiencyValue = value;
  };

async function setting({ gwen, skillProfileId }: Scene, value: number) {
  const { revision } = await gwen.skillProfile(skillProfileId);
  return { skillProfileId, revision, set: [{ skillId: skillIds.german, value }] };
}

async function saved({ gwen }: Scene, edit: unknown): Promise<ChangeItem | undefined> {
  return (await gwen.change([edit])).items[0];
}

/** Lets the next such request for the profile wait. */
function hold({ webex, skillProfileId }: Scene, request: Pick<Fault, 'method'>): { letGo: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  webex.faults.push({ ...request, path: skillProfileId, until: promise });
  return { letGo: () => resolve(undefined) };
}

/** The item as somebody sees it who looks in between. */
async function seenWhileHeld(
  scene: Scene,
  edit: unknown,
  outcome: Outcome,
  request: Pick<Fault, 'method'>,
): Promise<ChangeItem> {
  const held = hold(scene, request);
  const saving = scene.gwen.change([edit]);
  const { item } = await seen(scene, outcome);
  held.letGo();
  await saving;
  return item;
}

/** Looks until the item is as expected, or has ended. */
async function seen({ gwen, skillProfileId }: Scene, outcome: Outcome): Promise<{ change: Change; item: ChangeItem }> {
  for (;;) {
    const { body } = await gwen.call('GET', `/api/changes?skillProfileId=${skillProfileId}`);
    const [change] = (body as { changes: Change[] }).changes;
    const [item] = change?.items ?? [];
    if (change && item && (item.outcome === outcome || isFinal(item.outcome))) return { change, item };
    await pause(40);
  }
}

const profileFor = (row: Outcome) => stableId('skill-profile', `the way to ${row}`);

function addSkillProfiles({ organization }: WebexSimulator): void {
  const specialist = organization.skillProfiles.get(skillProfileIds.billingSpecialist);
  if (!specialist) throw new Error('no Billing Specialist');
  for (const row of rows) {
    const id = profileFor(row);
    organization.skillProfiles.set(id, { ...structuredClone(specialist), id, name: `The way to ${row}` });
  }
}

/** All ways at once, in one Skilldesk. */
async function walkAll(skilldesk: Skilldesk): Promise<Record<string, string>> {
  const { webex } = skilldesk;
  const authorization = `Bearer ${webex.issueDesktopToken(people.gwenGlobal.ciUserId)}`;
  const session = await skilldesk.call('POST', '/api/session', { authorization });
  const gwen = new Supervisor(skilldesk, session.body as SessionGranted);
  const list = session.status === 201 ? await gwen.call('GET', '/api/skill-profiles') : undefined;
  const walk = async (row: Outcome) => {
    if (!list) return `nothing is saved: ${(session.body as Problem).code}`;
    if (list.status !== 200) return `nothing is saved: ${await refusal(gwen, row)}`;
    const item = await ways[row]({ webex, gwen, skillProfileId: profileFor(row) });
    return item?.rule === undefined ? String(item?.outcome) : `${item.outcome}: ${item.rule}`;
  };
  return Object.fromEntries(await Promise.all(rows.map(async (row) => [row, await walk(row)] as const)));
}

/** What a Change is answered with by a Skilldesk that has nothing to show. */
async function refusal(gwen: Supervisor, row: Outcome): Promise<Problem['code']> {
  const set = [{ skillId: skillIds.german, value: 8 }];
  const edit = { skillProfileId: profileFor(row), revision: '0'.repeat(64), set };
  return ((await gwen.post({ edits: [edit], reason: 'a try' })).body as Problem).code;
}

const columns = Object.entries(switchPositions).flatMap(([name, positions]) =>
  positions.map((position) => ({ name: name as SwitchName, position })),
);

describe('the way to every outcome leads where the table says', () => {
  test.concurrent.each(columns)(
    'with Webex’s unknown $name at $position',
    { timeout: 60_000 },
    async ({ name, position }) => {
      const skilldesk = await Skilldesk.start({
        // What Webex shows late is waited for a little longer than it is late.
        pauses: name === 'readBackLag' ? { readBack: [0, 600, 1_200], settle: 1_600 } : {},
        simulator: { requestsPerMinute: 100_000 },
        environment: { WEBEX_REQUESTS_PER_MINUTE: '100000' },
        webex: (webex) => {
          addSkillProfiles(webex);
          Object.assign(webex.switches, { [name]: position });
        },
      });

      expect(await walkAll(skilldesk)).toEqual({ ...usually, ...otherwise[name]?.[String(position)] });

      await skilldesk.close();
    },
  );
});

test('the table has every outcome, and every switch in at least two positions', () => {
  expect([...rows].sort()).toEqual([...outcomes].sort());
  expect([...new Set(columns.map(({ name }) => name))].sort()).toEqual(Object.keys(defaultSwitches()).sort());
  const onePosition = Object.entries(switchPositions).filter(([, positions]) => positions.length < 2);
  // The other one is in the way to `superseded`.
  expect(onePosition.map(([name]) => name)).toEqual(['colleagueEditsAfterPut']);
});

test('what comes to something else does so at a position that there is', () => {
  const known = new Set(columns.map(({ name, position }) => `${name} at ${String(position)}`));
  const named = Object.entries(otherwise).flatMap(([name, at]) => Object.keys(at).map((one) => `${name} at ${one}`));

  expect(named.filter((one) => !known.has(one))).toEqual([]);
});
