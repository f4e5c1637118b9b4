import { beforeEach, describe, expect, test } from 'vitest';
import type { SkillProfileView } from '../../shared/api.ts';
import { outcomes, type Change, type Outcome } from '../../shared/change.ts';
import { longestReason, type ChangeRequest } from '../../shared/edit.ts';
import { ApiProblem, type FailureCode } from '../api/api-problem.ts';
import type { Answer } from '../api/backend-client.ts';
import { reasonFault } from './save.ts';
import { Saves, type Lender, type Terms } from './saves.ts';
import { UnsavedEdits } from './unsaved-edits.ts';

const sales: SkillProfileView = {
  id: 'sales',
  name: 'Sales',
  description: '',
  revision: 'r1',
  values: [{ skillId: 'german', value: 5 }],
  editable: true,
  usedBy: { agents: 1, teams: [], outsideScope: 0 },
};

const changeWith = (...all: Outcome[]): Change => ({
  id: 'change-1',
  actor: { id: 'u1', name: 'Sam', email: 'sam@example.com' },
  reason: 'storm',
  createdAt: '2026-01-01T00:00:00Z',
  terms: [],
  items: all.map((outcome) => ({ outcome, diff: [] })),
});

type Reply = Change | ApiProblem;

/** A backend that gives its replies in turn; with none left it keeps silent until one is added. */
class FakeBackend implements Lender {
  readonly sent: { key: string; request: ChangeRequest }[] = [];
  readonly read: string[] = [];
  readonly told: string[] = [];
  listReadings = 0;
  readonly #replies: Reply[];
  #asking: (() => void)[] = [];

  constructor(...replies: Reply[]) {
    this.#replies = replies;
  }

  get keys(): string[] {
    return this.sent.map(({ key }) => key);
  }

  makeChange(request: ChangeRequest, key: string): Promise<Answer<Change>> {
    this.sent.push({ key, request: structuredClone(request) });
    return this.#answer();
  }

  stopChange(id: string): Promise<Change> {
    return this.#tell(`stop ${id}`);
  }

  continueChange(id: string): Promise<Change> {
    return this.#tell(`continue ${id}`);
  }

  readChange(id: string): Promise<Answer<Change>> {
    this.read.push(id);
    return this.#answer();
  }

  readLists(): Promise<void> {
    this.listReadings += 1;
    return Promise.resolve();
  }

  async reply(...replies: Reply[]): Promise<void> {
    this.#replies.push(...replies);
    for (const wake of this.#asking.splice(0)) wake();
    await quiet();
  }

  async #tell(what: string): Promise<Change> {
    this.told.push(what);
    const { value } = await this.#answer();
    return value ?? Promise.reject(new ApiProblem('unreadable'));
  }

  async #answer(): Promise<Answer<Change>> {
    while (this.#replies.length === 0) await new Promise<void>((resolve) => this.#asking.push(resolve));
    const reply = this.#replies.shift();
    if (!reply || reply instanceof ApiProblem) throw reply ?? new Error('no reply');
    return { status: 201, value: reply };
  }
}

/** Until everything has happened that does not wait for a reply. */
const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));
const failure = (code: FailureCode, retryAfter?: number) =>
  new ApiProblem(code, retryAfter === undefined ? {} : { retryAfter });

let unsaved: UnsavedEdits;
let saves: Saves;
let pauses: number[];
let leaving: (() => void)[];

beforeEach(() => {
  let keys = 0;
  pauses = [];
  leaving = [];
  unsaved = new UnsavedEdits();
  saves = new Saves(unsaved, {
    newKey: () => `key-${(keys += 1)}`,
    wait: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  });
  unsaved.setValue(sales, 'german', 8);
  saves.setReason(' storm ');
});

async function save(backend: FakeBackend, terms: Terms = {}): Promise<void> {
  const [former] = leaving.splice(0);
  former?.();
  leaving.push(saves.attach(backend));
  saves.save(terms);
  await quiet();
}

test('every attempt names the same preview, consent and times', async () => {
  const terms = { previewIds: ['preview-1'], acknowledge: true, until: '2026-01-01T10:00:00Z' };
  const backend = new FakeBackend(failure('timed-out'), failure('timed-out'), failure('timed-out'));
  await save(backend, terms);
  saves.save({ ...terms, previewIds: ['preview-2'], until: '2026-01-01T10:01:00Z' });
  await backend.reply(changeWith('verified'));

  expect(backend.sent.map(({ key, request }) => [key, request.previewId, request.acknowledge, request.until])).toEqual(
    Array.from({ length: 4 }, () => ['key-1', 'preview-1', true, '2026-01-01T10:00:00Z']),
  );
});

test('another end is another request', async () => {
  const backend = new FakeBackend(failure('timed-out'), failure('timed-out'), failure('timed-out'));
  await save(backend);
  saves.setEnd({ kind: 'never' });
  saves.save();
  await quiet();

  expect(backend.keys).toEqual(['key-1', 'key-1', 'key-1', 'key-2']);
});

test('a preview that is outdated by now was not taken in, and what is saved next is another request', async () => {
  const backend = new FakeBackend(failure('timed-out'), failure('preview-outdated'), changeWith('verified'));
  await save(backend);
  expect(unsaved.counts.changes).toBe(1);
  saves.save();
  await quiet();

  expect(backend.keys).toEqual(['key-1', 'key-1', 'key-2']);
});

test('what is kept for its time is unsaved no more, and the page does not wait for it', async () => {
  await save(new FakeBackend(changeWith('scheduled')));

  expect(saves.all).toMatchObject([{ state: 'ended' }]);
  expect(unsaved.counts.changes).toBe(0);
});

test('reasons are offered again, newest first and each once', async () => {
  for (const reason of ['storm', 'holiday', 'storm']) {
    unsaved.setValue(sales, 'german', 8);
    saves.setReason(reason);
    await save(new FakeBackend(changeWith('verified')));
  }

  expect(saves.reasons).toEqual(['storm', 'holiday']);
});

describe('what waits', () => {
  test('can be stopped and gone on with', async () => {
    unsaved.assign('anna', null, 'sales');
    const backend = new FakeBackend(changeWith('sent', 'pending'));
    await save(backend);
    const [first] = saves.all;
    if (!first) throw new Error('there is no save');
    const stopping = saves.stop(first);
    await backend.reply(changeWith('verified', 'stopped'), changeWith('verified', 'stopped'));
    await stopping;
    await quiet();
    expect(backend.told).toEqual(['stop change-1']);
    expect(first.state).toBe('ended');
    expect(unsaved.counts).toMatchObject({ profiles: 0, agents: 1 });

    const going = saves.continue(first);
    await backend.reply(changeWith('verified', 'pending'), changeWith('verified', 'verified'));
    await going;
    await quiet();
    expect(backend.told).toEqual(['stop change-1', 'continue change-1']);
    expect(unsaved.counts.changes).toBe(0);
  });

  test('stays as it is where nobody hears of the stop', async () => {
    const backend = new FakeBackend(changeWith('pending'));
    await save(backend);
    const [first] = saves.all;
    if (!first) throw new Error('there is no save');
    const stopping = saves.stop(first);
    await backend.reply(failure('unreachable'), failure('unreachable'));
    await stopping;

    expect(first).toMatchObject({ state: 'following', problem: { code: 'unreachable' } });
  });
});

describe('a reason', () => {
  test.each([
    ['', 'missing'],
    ['  \n', 'missing'],
    ['x'.repeat(longestReason + 1), 'too-long'],
    [` ${'x'.repeat(longestReason)} `, undefined],
  ])('%j is %s', (reason, fault) => expect(reasonFault(reason)).toBe(fault));

  test('is needed before anything is sent', async () => {
    const backend = new FakeBackend();
    saves.setReason(' ');
    await save(backend);

    expect(backend.sent).toEqual([]);
  });
});

describe('one press of Save', () => {
  test('sends the edits and the reason once, and leaves nothing unsaved when they are written', async () => {
    const backend = new FakeBackend(changeWith('verified'));
    await save(backend);

    expect(backend.sent).toEqual([
      {
        key: 'key-1',
        request: {
          reason: 'storm',
          edits: [{ skillProfileId: 'sales', revision: 'r1', set: [{ skillId: 'german', value: 8 }], remove: [] }],
        },
      },
    ]);
    expect(saves.all).toMatchObject([{ state: 'ended' }]);
    expect(unsaved.counts.changes).toBe(0);
    expect(saves.reason).toBe('');
  });

  test('reads the lists before the next one may begin', async () => {
    const backend = new FakeBackend(changeWith('verified'));
    let listsAreThere: () => void = () => undefined;
    backend.readLists = () => new Promise((resolve) => (listsAreThere = resolve));
    await save(backend);
    expect(saves.working).toBe(true);
    listsAreThere();
    await quiet();

    expect(saves.working).toBe(false);
  });

  test('with nothing unsaved sends nothing', async () => {
    const backend = new FakeBackend();
    unsaved.discard();
    await save(backend);

    expect(backend.sent).toEqual([]);
  });

  test('while one is on its way sends nothing more', async () => {
    const backend = new FakeBackend();
    await save(backend);
    unsaved.assign('anna', null, 'sales');
    saves.save();
    await quiet();

    expect(backend.sent).toHaveLength(1);
    expect(saves.working).toBe(true);
  });
});

describe('a request that may have arrived', () => {
  test.each<FailureCode>([
    'unreachable',
    'timed-out',
    'unreadable',
    'internal-error',
    'database-unavailable',
    'idempotency-key-in-use',
    'unknown',
  ])('after “%s” is sent again by itself, under the same key', async (code) => {
    const backend = new FakeBackend(failure(code), changeWith('verified'));
    await save(backend);

    expect(backend.keys).toEqual(['key-1', 'key-1']);
    expect(unsaved.counts.changes).toBe(0);
  });

  test('is given up after three attempts, each after a longer pause, with everything still unsaved', async () => {
    const backend = new FakeBackend(failure('unreachable'), failure('timed-out'), failure('unreachable'));
    await save(backend);

    expect(pauses).toEqual([1_000, 2_000]);
    expect(saves.all).toMatchObject([{ state: 'failed', problem: { code: 'unreachable' } }]);
    expect(unsaved.ofSkill('sales', 'german')).toMatchObject({ mine: 8 });
  });

  test.each(['Try again', 'Save'])('goes under the same key again after “%s”', async (press) => {
    const backend = new FakeBackend(failure('timed-out'), failure('timed-out'), failure('timed-out'));
    await save(backend);
    const [first] = saves.all;
    if (press === 'Save') saves.save();
    else if (first) saves.retry(first);
    await backend.reply(changeWith('unchanged'));

    expect(new Set(backend.keys)).toEqual(new Set(['key-1']));
    expect(backend.sent).toHaveLength(4);
    expect(saves.all).toHaveLength(1);
    expect(unsaved.counts.changes).toBe(0);
  });

  test('and was changed since goes under a new key', async () => {
    const backend = new FakeBackend(failure('timed-out'), failure('timed-out'), failure('timed-out'));
    await save(backend);
    unsaved.setValue(sales, 'german', 9);
    saves.save();
    await quiet();

    expect(backend.keys).toEqual(['key-1', 'key-1', 'key-1', 'key-2']);
  });

  test('keeps its key also when the next attempt is turned away before anybody looked for the first', async () => {
    const backend = new FakeBackend(failure('timed-out'), failure('too-many-requests'));
    await save(backend);
    const [first] = saves.all;
    if (first) saves.retry(first);
    await backend.reply(changeWith('verified'));

    expect(backend.keys).toEqual(['key-1', 'key-1', 'key-1']);
    expect(unsaved.counts.changes).toBe(0);
  });
});

describe('a definite answer', () => {
  test.each<FailureCode>([
    'too-many-requests',
    'bad-request',
    'not-allowed',
    'session-expired',
    'desktop-token-refused',
    'needs-reauthorization',
    'snapshot-loading',
    'idempotency-key-reused',
  ])('“%s” loses nothing, and the next attempt is a new request', async (code) => {
    const backend = new FakeBackend(failure(code));
    await save(backend);
    expect(saves.all).toMatchObject([{ state: 'failed', problem: { code } }]);
    expect(unsaved.ofSkill('sales', 'german')).toMatchObject({ mine: 8 });
    expect(saves.reason).toBe(' storm ');
    const [first] = saves.all;
    expect(first && saves.mayRetry(first)).toBe(false);
    saves.save();
    await backend.reply(changeWith('verified'));

    expect(backend.keys).toEqual(['key-1', 'key-2']);
    expect(unsaved.counts.changes).toBe(0);
  });
});

describe('a Change that takes its time', () => {
  test('is followed until each item has ended, ever more slowly', async () => {
    const running = Array.from({ length: 6 }, () => changeWith('in-doubt'));
    const backend = new FakeBackend(changeWith('pending'), changeWith('sent'), ...running, changeWith('verified'));
    await save(backend);

    expect(backend.read).toEqual(Array.from({ length: 8 }, () => 'change-1'));
    expect(pauses).toEqual([1_000, 1_500, 2_250, 3_375, 5_000, 5_000, 5_000, 5_000]);
    expect(saves.all).toMatchObject([{ state: 'ended' }]);
    expect(unsaved.counts.changes).toBe(0);
  });

  test('stays followed while its backend cannot be heard, as patiently as it asks', async () => {
    const backend = new FakeBackend(changeWith('sent'), failure('too-many-requests', 9_000), failure('unreachable'));
    await save(backend);
    expect(saves.all).toMatchObject([{ state: 'following', problem: { code: 'unreachable' } }]);
    expect(pauses).toContain(9_000);
    await backend.reply(changeWith('verified'));

    expect(saves.all).toMatchObject([{ state: 'ended' }]);
    expect(saves.all[0]).not.toHaveProperty('problem');
    expect(backend.sent).toHaveLength(1);
  });

  test('that this person may not see any more is told as lost, and nothing of it is forgotten', async () => {
    await save(new FakeBackend(changeWith('sent'), failure('not-found')));

    expect(saves.all).toMatchObject([{ state: 'failed', problem: { code: 'not-found' } }]);
    expect(unsaved.counts.changes).toBe(1);
  });

  test.each(outcomes.filter((outcome) => !['verified', 'unchanged', 'scheduled'].includes(outcome)))(
    'and is %s now does not count as written',
    async (outcome) => {
      await save(new FakeBackend(changeWith(outcome)));

      expect(unsaved.counts.changes).toBe(1);
      expect(saves.reason).toBe(' storm ');
    },
  );
});

describe('what is being written', () => {
  beforeEach(() => unsaved.assign('anna', null, 'sales'));

  test('is busy from the press until its own item has ended', async () => {
    const backend = new FakeBackend();
    await save(backend);
    expect([...saves.busy]).toEqual(['sales', 'anna']);
    await backend.reply(changeWith('verified', 'sent'));
    expect([...saves.busy]).toEqual(['anna']);
    await backend.reply(changeWith('verified', 'verified'));

    expect([...saves.busy]).toEqual([]);
  });

  test('asks for each choice once, though the rest of the Change is still followed', async () => {
    const skills = [{ skillId: 'german', base: 5, theirs: 2, mine: 8 }];
    const withConflict = (other: Outcome): Change => {
      const [, second] = changeWith('conflict', other).items;
      const items = [{ outcome: 'conflict' as const, diff: [], conflict: { revision: 'r2', skills } }, second];
      return { ...changeWith(), items: items.filter((item) => item !== undefined) };
    };
    const backend = new FakeBackend();
    await save(backend);
    await backend.reply(withConflict('sent'));
    expect(unsaved.counts.conflicts).toBe(1);
    unsaved.chooseValue('sales', 'german', 'mine');
    await backend.reply(withConflict('verified'));

    expect(unsaved.counts).toMatchObject({ changes: 1, conflicts: 0 });
  });

  test('and only in doubt does not hold up the rest, but is not asked for twice', async () => {
    const backend = new FakeBackend(changeWith('in-doubt', 'verified'));
    await save(backend);
    unsaved.assign('ben', null, 'sales');
    expect(saves.working).toBe(false);
    saves.save();
    await quiet();

    expect(backend.sent[1]).toMatchObject({ key: 'key-2', request: { edits: [{ userId: 'ben' }] } });
  });

  test('is not busy any more when the save failed', async () => {
    await save(new FakeBackend(failure('too-many-requests')));

    expect([...saves.busy]).toEqual([]);
    expect(saves.edits).toHaveLength(2);
  });
});

describe('an element that leaves the page', () => {
  test('hands its save to the next one, under the same key', async () => {
    const [first, second] = [new FakeBackend(), new FakeBackend(changeWith('verified'))];
    const leave = saves.attach(first);
    saves.save();
    leave();
    await first.reply(failure('no-desktop-token'));
    expect(saves.all).toMatchObject([{ state: 'sending' }]);
    saves.attach(second);
    await quiet();

    expect(second.keys).toEqual(['key-1']);
    expect(saves.all).toMatchObject([{ state: 'ended' }]);
  });

  test('may have sent its save: what the next one is refused does not change the key', async () => {
    const [first, second] = [new FakeBackend(), new FakeBackend(failure('too-many-requests'), changeWith('verified'))];
    const leave = saves.attach(first);
    saves.save();
    leave();
    saves.attach(second);
    await first.reply(failure('unknown'));
    saves.save();
    await quiet();

    expect(second.keys).toEqual(['key-1', 'key-1']);
  });

  test('is followed on by the next one without sending anything again', async () => {
    const [first, second] = [new FakeBackend(changeWith('sent')), new FakeBackend(changeWith('verified'))];
    const leave = saves.attach(first);
    saves.save();
    await quiet();
    leave();
    await first.reply(failure('unknown'));
    saves.attach(second);
    await quiet();

    expect(second.sent).toEqual([]);
    expect(saves.all).toMatchObject([{ state: 'ended' }]);
  });
});

test('the result of a save is shown until it is put away, or the next save begins', async () => {
  const backend = new FakeBackend(failure('not-allowed'));
  await save(backend);
  const [first] = saves.all;
  expect(saves.shown).toEqual([first]);
  saves.save();
  await backend.reply(changeWith('verified'));
  expect(saves.shown).toEqual([saves.all[0]]);
  if (saves.all[0]) saves.putAway(saves.all[0]);

  expect(saves.shown).toEqual([]);
  expect(saves.all).toHaveLength(2);
});
