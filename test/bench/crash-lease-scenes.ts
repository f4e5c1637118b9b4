import type { Change } from '../../shared/change.ts';
import { people } from '../simulator/standard-organization.ts';
import type { Desk } from './crash-desk.ts';
import { commonProfiles } from './crash-desk.ts';

/** What is done around leases when the server is killed. */
export type LeaseScene =
  | 'lease'
  | 'lease of an agent'
  | 'short lease'
  | 'lease from later on'
  | 'end'
  | 'end of an agent'
  | 'end under another'
  | 'end above another'
  | 'early end'
  | 'early end of an agent'
  | 'made permanent'
  | 'handed over'
  | 'lease undone'
  | 'changed for good';

interface Acts {
  /** What must have happened before the server is told where to die. */
  before?: (desk: Desk, key: string) => Promise<Change | undefined>;
  act: (desk: Desk, key: string, before: Change | undefined) => Promise<unknown>;
}

const [first = ''] = commonProfiles;
/** Long enough to be written before, also on a busy machine. */
const little = 4_000;
/** Longer than any recovery, so that what ends is what was begun. */
const long = 10_000;
const hour = 60 * 60_000;

export const soon = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

async function lease(desk: Desk, key: string, length: number): Promise<Change | undefined> {
  const made = await desk.edit(`${key}-before`, [first], { until: soon(length) });
  return made && desk.client.ended(made);
}

async function leaseOfAgent(desk: Desk, key: string, length: number): Promise<Change | undefined> {
  const made = await desk.assign(`${key}-before`, { until: soon(length) });
  return made && desk.client.ended(made);
}

const endNow: Acts['act'] = async (desk, _key, before) =>
  before && desk.client.move(before.id, { until: soon(-1_000) });
/** Its end begins by itself. */
const wait: Acts['act'] = () => Promise.resolve();

export const leaseScenes: Record<LeaseScene, Acts> = {
  lease: { act: (desk, key) => desk.edit(key, [first], { until: soon(long) }) },
  'lease of an agent': { act: (desk, key) => desk.assign(key, { until: soon(long) }) },
  // Its end comes while nobody knows yet what became of its begin.
  'short lease': { act: (desk, key) => desk.edit(key, [first], { until: soon(little) }) },
  'lease from later on': {
    act: (desk, key) => desk.edit(key, [first], { startsAt: soon(little / 2), until: soon(long) }),
  },
  end: { before: (desk, key) => lease(desk, key, little), act: wait },
  'end of an agent': { before: (desk, key) => leaseOfAgent(desk, key, little), act: wait },
  'end under another': {
    before: async (desk, key) => {
      await lease(desk, `${key}-lower`, little * 1.5);
      return lease(desk, `${key}-upper`, long);
    },
    act: wait,
  },
  'end above another': {
    before: async (desk, key) => {
      await lease(desk, `${key}-lower`, long);
      return lease(desk, `${key}-upper`, little);
    },
    act: wait,
  },
  'early end': { before: (desk, key) => lease(desk, key, hour), act: endNow },
  'early end of an agent': { before: (desk, key) => leaseOfAgent(desk, key, hour), act: endNow },
  'made permanent': {
    before: (desk, key) => lease(desk, key, hour),
    act: async (desk, _key, before) => before && desk.client.move(before.id, { until: null }),
  },
  'handed over': {
    before: (desk, key) => lease(desk, key, little * 1.5),
    act: async (desk, _key, before) => before && desk.client.move(before.id, { owner: people.nadiaNorth.ciUserId }),
  },
  'lease undone': {
    before: (desk, key) => lease(desk, key, hour),
    act: async (desk, key, before) => before && desk.client.undo(before.id, key),
  },
  'changed for good': {
    before: (desk, key) => lease(desk, key, hour),
    act: (desk, key) => desk.edit(key, [first]),
  },
};

export const isLeaseScene = (scene: string): scene is LeaseScene => scene in leaseScenes;
