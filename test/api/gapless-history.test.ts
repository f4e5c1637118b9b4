import { expect, test } from 'vitest';
import type { ChangeList } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';
import { defaultPolicy } from '../../shared/policy.ts';
import { SeededGenerator } from '../simulator/seeded-generator.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Elsewhere } from './elsewhere.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const steps = 50;
const { billingSpecialist, supportExpert } = skillProfileIds;
const profiles = [billingSpecialist, supportExpert];
const skills = [skillIds.german, skillIds.english];

interface Scene {
  elsewhere: Elsewhere;
  nadia: Supervisor;
  random: SeededGenerator;
  revisions: Map<string, string>;
}

const steplike: Record<string, (scene: Scene, skillProfileId: string, skillId: string) => Promise<unknown>> = {
  async 'somebody edits in Control Hub'({ elsewhere, random }, skillProfileId, skillId) {
    elsewhere.set(skillProfileId, skillId, random.below(11));
    await Promise.resolve();
  },
  async 'a poll'({ elsewhere }) {
    await elsewhere.poll();
  },
  async 'a supervisor reads'({ nadia, revisions }, skillProfileId) {
    revisions.set(skillProfileId, (await nadia.skillProfile(skillProfileId)).revision);
  },
  async 'a supervisor edits what he read'({ nadia, random, revisions }, skillProfileId, skillId) {
    const revision = revisions.get(skillProfileId) ?? '0'.repeat(64);
    const set = [{ skillId, value: random.below(11) }];
    const { items } = await nadia.change([{ skillProfileId, revision, set }]);
    const theirs = items[0]?.conflict?.revision;
    // Keeps his own: what he did not know a moment ago nobody has noticed yet.
    if (theirs !== undefined) await nadia.change([{ skillProfileId, revision: theirs, set }]);
  },
  async 'a supervisor takes back'({ nadia, random }) {
    const { changes } = (await nadia.call('GET', '/api/changes')).body as ChangeList;
    if (changes.length === 0) return;
    const key = { 'idempotency-key': `undo-${random.next()}` };
    const { body, status } = await nadia.call('POST', `/api/changes/${random.pick(changes).id}/undo`, key, {
      reason: 'as it was',
    });
    if (status < 300) await nadia.ended(body as Change);
  },
};

/** How far all that the history shows has moved each value; what was never in the history would be missing. */
function movedBy(changes: readonly Change[], skillProfileId: string, skillId: string): number {
  return changes
    .flatMap(({ items }) => items)
    .filter((item) => item.skillProfileId === skillProfileId && ['verified', 'superseded'].includes(item.outcome))
    .flatMap(({ diff }) => diff)
    .filter((difference) => difference.skillId === skillId)
    .reduce((sum, { before, after }) => sum + Number(after) - Number(before), 0);
}

async function everyChange(reader: Supervisor): Promise<Change[]> {
  const changes: Change[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const { body } = await reader.call('GET', `/api/changes${cursor && `?cursor=${cursor}`}`);
    changes.push(...(body as ChangeList).changes);
    cursor = (body as ChangeList).nextCursor;
  }
  return changes;
}

test.each([1, 2, 3])(
  'whoever edits, through Skilldesk or around it, and whenever it is noticed: the history accounts for every value (%i)',
  { timeout: 120_000 },
  async (seed) => {
    const skilldesk = await Skilldesk.start({
      simulator: { requestsPerMinute: 100_000 },
      environment: { WEBEX_REQUESTS_PER_MINUTE: '100000' },
    });
    await skilldesk.importPolicy({ limits: { ...defaultPolicy.limits, changesPerMinute: 10_000 } });
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    const elsewhere = await Elsewhere.begin(skilldesk);
    const fields = profiles.flatMap((profile) => skills.map((skill) => [profile, skill] as const));
    const first = fields.map(([profile, skill]) => elsewhere.value(profile, skill) ?? 0);
    const random = new SeededGenerator(seed);
    const scene: Scene = { elsewhere, nadia, random, revisions: new Map() };

    for (let step = 0; step < steps; step += 1) {
      const [, take] = random.pick(Object.entries(steplike));
      const [profile, skill] = random.pick(fields);
      await take(scene, profile, skill);
    }
    await elsewhere.allThereIs();

    const changes = await everyChange(nadia);
    const moved = fields.map(([profile, skill]) => movedBy(changes, profile, skill));
    const last = fields.map(([profile, skill]) => elsewhere.value(profile, skill) ?? 0);
    expect(changes.filter(({ via }) => via === 'elsewhere').length).toBeGreaterThan(3);
    expect(moved).toEqual(last.map((value, at) => value - (first[at] ?? 0)));
    await skilldesk.close();
  },
);
