import { beforeEach, describe, expect, test } from 'vitest';
import type { AgentView, SkillProfileView } from '../../shared/api.ts';
import type { Draft, DraftRequest } from '../../shared/draft.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { DraftKeeper, type DraftLender, type Predecessors } from './draft-keeper.ts';
import { Saves } from './saves.ts';
import { UnsavedEdits } from './unsaved-edits.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));
const now = Date.parse('2026-11-21T10:32:00Z');
const sales = (revision: string, values: Record<string, SkillValue> = { german: 5, french: 0 }): SkillProfileView => ({
  id: 'sales',
  name: 'Sales',
  description: '',
  revision,
  values: Object.entries(values).map(([skillId, value]) => ({ skillId, value })),
  editable: true,
  usedBy: { agents: 1, teams: [], outsideScope: 0 },
});

/** The draft of one person at the backend, however many pages he has open. */
class FakeDrafts {
  stored: Draft | undefined;
  readonly puts: DraftRequest[] = [];
  readings = 0;
  removals = 0;
  /** What the next calls meet: `lost` they arrive, and their answer does not. */
  faults: ('lost' | ApiProblem)[] = [];

  async keep({ over, ...draft }: DraftRequest): Promise<void> {
    this.puts.push({ ...draft, over });
    await this.#meet(() => {
      this.#demand(over, draft.tag);
      this.stored = { ...structuredClone(draft), savedAt: new Date(now).toISOString() };
    });
  }

  async remove(over: Predecessors): Promise<void> {
    this.removals += 1;
    await this.#meet(() => {
      if (this.stored) this.#demand(over);
      this.stored = undefined;
    });
  }

  async read(): Promise<Draft | undefined> {
    this.readings += 1;
    await quiet();
    return structuredClone(this.stored);
  }

  #demand(over: Predecessors, tag?: string): void {
    const standing = this.stored?.tag ?? null;
    if (over && standing !== tag && !over.includes(standing)) throw new ApiProblem('draft-outdated');
  }

  async #meet(work: () => void): Promise<void> {
    const fault = this.faults.shift();
    if (fault instanceof ApiProblem) throw fault;
    work();
    await quiet();
    if (fault) throw new ApiProblem('timed-out');
  }
}

/** One page of this person. */
class Page {
  readonly unsaved = new UnsavedEdits();
  readonly saves = new Saves(this.unsaved, { newKey: () => 'key', wait: () => Promise.resolve() });
  readonly timers: { task: () => void; ms: number }[] = [];
  readonly keeper: DraftKeeper;
  profiles: SkillProfileView[] = [sales('r1')];
  complete = true;
  leave: () => void = () => undefined;

  constructor(drafts: FakeDrafts) {
    this.keeper = new DraftKeeper(this.unsaved, this.saves, {
      later: (task, ms) => {
        const timer = { task, ms };
        this.timers.push(timer);
        return () => void this.timers.splice(this.timers.indexOf(timer), this.timers.includes(timer) ? 1 : 0);
      },
      now: () => now,
      newTag: () => `tag-${(tags += 1)}`,
    });
    this.lender = {
      readDraft: () => drafts.read(),
      keepDraft: (draft) => drafts.keep(draft),
      removeDraft: (over) => drafts.remove(over),
      lists: {
        profile: (id) => this.profiles.find((profile) => profile.id === id),
        agent: (id): AgentView => ({
          id,
          name: id,
          teams: [],
          skillProfileId: 'support',
          effectiveSkillProfileId: 'support',
          source: 'own',
          editable: true,
        }),
        complete: () => this.complete,
      },
    };
  }

  readonly lender: DraftLender;

  async open(): Promise<this> {
    this.leave = this.keeper.attach(this.lender);
    await this.pass();
    return this;
  }

  /** Until no timer that is due within a second is left. */
  async pass(ms = 1_000): Promise<void> {
    for (let turns = 0; turns < 20; turns += 1) {
      for (let ticks = 0; ticks < 6; ticks += 1) await quiet();
      const at = this.timers.findIndex((timer) => timer.ms <= ms);
      if (at < 0) return;
      this.timers.splice(at, 1)[0]?.task();
    }
  }

  german(value: SkillValue | null, profile = this.profiles[0]): void {
    if (profile) this.unsaved.setValue(profile, 'german', value);
  }

  french(value: SkillValue | null): void {
    if (this.profiles[0]) this.unsaved.setValue(this.profiles[0], 'french', value);
  }

  get wants(): Record<string, unknown> {
    const values = this.unsaved.profiles.flatMap((profile) => [...profile.values.values()]);
    return Object.fromEntries(values.map(({ skillId, mine }) => [skillId, mine]));
  }
}

let tags: number;
let drafts: FakeDrafts;
let page: Page;
/** What the draft wants, by skill or agent. */
function stored(): Record<string, unknown> {
  const edits = drafts.stored?.edits ?? [];
  return Object.fromEntries(
    edits.flatMap((edit): [string, unknown][] => {
      if ('userId' in edit) return [[edit.userId, edit.toSkillProfileId]];
      return edit.set.map((one) => [one.skillId, 'value' in one && one.value]);
    }),
  );
}

beforeEach(async () => {
  tags = 0;
  drafts = new FakeDrafts();
  page = await new Page(drafts).open();
});

describe('while a person edits', () => {
  test('what is unsaved is kept soon after, in one go, with what it began from', async () => {
    page.german(6);
    page.german(7);
    page.french(null);
    page.unsaved.assign('anna', 'support', 'sales');
    page.saves.setReason('storm');
    expect(page.timers.map(({ ms }) => ms)).toEqual([250]);
    await page.pass();

    expect(drafts.puts).toHaveLength(1);
    expect(drafts.stored).toMatchObject({
      edits: [
        { skillProfileId: 'sales', revision: 'r1', set: [{ skillId: 'german', value: 7 }], remove: ['french'] },
        { userId: 'anna', fromSkillProfileId: 'support', toSkillProfileId: 'sales' },
      ],
      base: { sales: { german: 5, french: 0 } },
      reason: 'storm',
    });
  });

  test('nothing is asked while nothing is unsaved, and nothing is kept when nothing is left', async () => {
    page.saves.setReason('storm');
    await page.pass();
    expect([drafts.puts.length, drafts.removals]).toEqual([0, 0]);
    page.german(7);
    await page.pass();
    page.unsaved.discard();
    await page.pass();
    expect(drafts.stored).toBeUndefined();
  });

  test('what is not on its way when the page goes leaves at once', () => {
    page.german(7);
    page.leave();
    expect(stored()).toEqual({ german: 7 });
  });

  test('it takes the place of one that may have arrived before it', async () => {
    page.german(6);
    page.keeper.flush();
    page.german(7);
    page.keeper.flush();
    await page.pass();
    expect(drafts.puts.map(({ over }) => over)).toEqual([[null], [null, 'tag-1']]);
    expect(stored()).toEqual({ german: 7 });
  });

  test('what is under way when the page goes leaves once more, since that goes with the page', async () => {
    page.german(7);
    page.timers.shift()?.task();
    await Promise.resolve();
    expect(drafts.puts).toHaveLength(1);
    page.keeper.flush();
    page.keeper.flush();
    expect(drafts.puts.map(({ tag }) => tag)).toEqual(['tag-1', 'tag-1']);
    await page.pass();
    expect(stored()).toEqual({ german: 7 });
  });

  test('what was made before the draft is known leaves with the page, but takes the place of no other', async () => {
    const early = new Page(drafts);
    early.keeper.attach(early.lender);
    early.german(7);
    early.keeper.flush();
    expect(stored()).toEqual({ german: 7 });

    const later = new Page(drafts);
    later.keeper.attach(later.lender);
    later.french(3);
    later.keeper.flush();
    expect(stored()).toEqual({ german: 7 });
    await later.pass();
    expect(stored()).toEqual({ german: 7, french: 3 });
  });

  test('edits that wait for hours are kept anew before the draft runs out', async () => {
    page.german(7);
    await page.pass();
    drafts.stored = undefined;
    await page.pass(60 * 60_000);
    expect(stored()).toEqual({ german: 7 });
  });
});

describe('when it cannot be kept', () => {
  test('that is said, and tried again until it can', async () => {
    drafts.faults = [new ApiProblem('unreachable'), new ApiProblem('webex-unavailable', { retryAfter: 40_000 })];
    page.german(7);
    await page.pass();
    expect(page.keeper.problem?.code).toBe('unreachable');
    expect(page.timers.map(({ ms }) => ms)).toEqual([5_000]);
    await page.pass(5_000);
    expect(page.timers.map(({ ms }) => ms)).toEqual([40_000]);
    await page.pass(40_000);

    expect(page.keeper.problem).toBeUndefined();
    expect(stored()).toEqual({ german: 7 });
  });

  test('what is too large waits until it is another', async () => {
    drafts.faults = [new ApiProblem('too-large')];
    page.german(7);
    await page.pass();
    expect(page.keeper.problem?.code).toBe('too-large');
    expect(page.timers).toEqual([]);
    page.german(8);
    await page.pass();
    expect(stored()).toEqual({ german: 8 });
  });

  test('an answer that is lost brings nothing back that was taken back since', async () => {
    drafts.faults = ['lost'];
    page.german(7);
    page.french(3);
    await page.pass();
    page.unsaved.undoValue('sales', 'german');
    await page.pass(5_000);
    expect(page.wants).toEqual({ french: 3 });
    expect(stored()).toEqual({ french: 3 });
    expect(page.keeper.returned).toBeUndefined();
  });
});

describe('on another page', () => {
  const comeBack = async (profile?: SkillProfileView, before?: (page: Page) => void) => {
    page.leave();
    const again = new Page(drafts);
    if (profile) again.profiles = [profile];
    before?.(again);
    return again.open();
  };

  test('edits, reason and end come back, and are told with their time', async () => {
    page.german(7);
    page.unsaved.assign('anna', 'support', 'sales');
    page.saves.setReason('storm');
    page.saves.setEnd({ kind: 'never' });
    const again = await comeBack();
    expect(again.wants).toEqual({ german: 7 });
    expect(again.unsaved.ofAgent('anna')).toMatchObject({ from: 'support', to: 'sales' });
    expect([again.saves.reason, again.saves.end]).toEqual(['storm', { kind: 'never' }]);
    expect(again.keeper.returned).toEqual({ at: now, changes: 2, strays: 0 });
  });

  test('they are compared with what stands by now', async () => {
    page.german(7);
    page.french(3);
    page.unsaved.assign('anna', 'night', 'sales');
    const again = await comeBack(sales('r2', { german: 2, french: 0 }));
    expect(again.unsaved.ofSkill('sales', 'german')).toMatchObject({ base: 5, mine: 7, conflict: { theirs: 2 } });
    expect(again.unsaved.ofSkill('sales', 'french')?.conflict).toBeUndefined();
    expect(again.unsaved.ofAgent('anna')).toMatchObject({ conflict: { theirs: 'support' } });
  });

  test('what is written by now is unsaved no longer, and kept no longer', async () => {
    page.german(7);
    const again = await comeBack(sales('r2', { german: 7, french: 0 }));
    expect(again.unsaved.counts.changes).toBe(0);
    expect(again.keeper.returned).toBeUndefined();
    expect(drafts.stored).toBeUndefined();
  });

  test('they are there before the lists are, and a list that comes is laid over them', async () => {
    page.german(7);
    const again = await comeBack(undefined, (one) => {
      one.profiles = [];
      one.complete = false;
    });
    expect(again.wants).toEqual({ german: 7 });
    again.unsaved.follow(sales('r2', { german: 2 }));
    expect(again.unsaved.counts.conflicts).toBe(1);
  });

  test('what came back is discarded; what was made since stays', async () => {
    page.german(7);
    page.french(3);
    const again = await comeBack();
    again.french(4);
    expect(again.keeper.returned?.changes).toBe(1);
    again.keeper.discardReturned();
    await again.pass();
    expect(again.wants).toEqual({ french: 4 });
    expect(stored()).toEqual({ french: 4 });
  });

  test.each([
    ['of the same revision begins from what the list shows', 'r1', undefined],
    ['of another revision is a conflict with whatever is there', 'r0', { theirs: 5 }],
  ])('an edit without a base %s', async (_what, revision, conflict) => {
    page.leave();
    const edits = [{ skillProfileId: 'sales', revision, set: [{ skillId: 'german', value: 7 }], remove: [] }];
    drafts.stored = { edits, savedAt: new Date(now).toISOString() };
    const again = await new Page(drafts).open();
    expect(again.unsaved.ofSkill('sales', 'german')?.conflict).toEqual(conflict);
  });

  test('what it cannot show is told, and kept until it is discarded', async () => {
    page.leave();
    const stray = { skillProfileId: 'gone', revision: 'r1', set: [{ skillId: 'german', value: 7 }], remove: [] };
    const counted = { skillProfileId: 'sales', revision: 'r1', set: [{ skillId: 'german', add: 1 }], remove: [] };
    drafts.stored = { edits: [stray, counted], savedAt: new Date(now).toISOString() };
    const again = await new Page(drafts).open();
    expect(again.keeper.returned).toMatchObject({ changes: 0, strays: 2 });
    again.french(3);
    await again.pass();
    expect(drafts.stored.edits).toHaveLength(3);
    again.keeper.discardReturned();
    await again.pass();
    expect(stored()).toEqual({ french: 3 });
  });

  test('an edit whose profile has not been read yet waits for it', async () => {
    page.leave();
    const edits = [{ skillProfileId: 'sales', revision: 'r1', set: [{ skillId: 'german', value: 7 }], remove: [] }];
    drafts.stored = { edits, savedAt: new Date(now).toISOString() };
    const again = new Page(drafts);
    again.profiles = [];
    again.complete = false;
    await again.open();
    expect(again.wants).toEqual({});
    again.profiles = [sales('r1')];
    again.keeper.listsRead();
    expect(again.wants).toEqual({ german: 7 });
  });
});

describe('two pages at once', () => {
  let other: Page;
  beforeEach(async () => {
    other = await new Page(drafts).open();
  });

  test('lose nothing of each other', async () => {
    page.german(7);
    await page.pass();
    other.french(3);
    await other.pass();
    expect(stored()).toEqual({ german: 7, french: 3 });
    expect(other.keeper.returned?.changes).toBe(1);
  });

  test('what one takes back does not come back from the other’s draft, nor does it take the other’s', async () => {
    page.german(7);
    await page.pass();
    other.french(3);
    await other.pass();
    page.unsaved.undoValue('sales', 'german');
    await page.pass();
    expect(page.wants).toEqual({ french: 3 });
    expect(stored()).toEqual({ french: 3 });
  });

  test('of two wishes for one value each page keeps its own, until it was not touched since', async () => {
    page.german(7);
    await page.pass();
    other.german(8);
    await other.pass();
    expect(other.wants).toEqual({ german: 8 });
    page.french(3);
    await page.pass();
    expect(page.wants).toEqual({ german: 8, french: 3 });
  });
});
