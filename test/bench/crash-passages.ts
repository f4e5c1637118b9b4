import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { ServerResponse } from 'node:http';
import { PostgresDriver, SqliteDriver } from 'kysely';
import { DatabaseChangeJournal } from '../../server/adapters/database/change-journal.ts';
import { DatabaseLeases } from '../../server/adapters/database/lease-journal.ts';
import { WebexAssignments, WebexSkillProfiles } from '../../server/adapters/webex/webex-write-targets.ts';
import type { JournalItem, Progress } from '../../server/changes/ports.ts';
import { usualPauses, type Pauses } from '../../server/changes/pauses.ts';
import { Road } from '../../server/changes/road.ts';
import '../../server/compose.ts';
import { CurrentRights } from '../../server/identity/current-rights.ts';
import { isFinal } from '../../shared/change.ts';

/** A passage on the road of an edit, and at which time of passing it the process dies. */
export interface Death {
  passage: string;
  time: number;
}

/** Go on, or know better where to die; without a death it lives. */
export interface Order {
  death?: Death;
}

/**
 * Loaded before `server/main.ts`, which is as it always is: it makes the pauses short, waits until it is told to go on, and kills the process
 * (SIGKILL, from within) when it comes to the passage that it is told. The passages are laid around methods of the product by their names:
 * one that is renamed ends the process at once.
 */
let death: Death | undefined;

function pass(passage: string): void {
  if (death?.passage !== passage) return;
  death.time -= 1;
  if (death.time <= 0) process.kill(process.pid, 'SIGKILL');
}

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Around = (go: () => Promise<unknown>, args: unknown[]) => Promise<unknown>;

function lay(prototype: object, name: string, around: Around): void {
  const methods = prototype as Record<string, Method>;
  const original = methods[name];
  if (!original) throw new Error(`A passage is laid around ${name}, which there is no more.`);
  methods[name] = function (...args) {
    return around(() => Promise.resolve(original.apply(this, args)), args);
  };
}

/** What the transaction that runs is for. */
const purposes = new AsyncLocalStorage<string>();

for (const driver of [SqliteDriver, PostgresDriver]) {
  lay(driver.prototype, 'commitTransaction', async (go) => {
    const purpose = purposes.getStore();
    if (purpose === undefined) return go();
    pass(`before ${purpose} commits`);
    const committed = await go();
    pass(`${purpose} committed`);
    return committed;
  });
}

function purposeOf({ outcome, dueAt }: Progress): string {
  if (outcome === undefined) return dueAt === undefined ? 'the answer' : 'the wait';
  return isFinal(outcome) ? 'the outcome' : outcome;
}

const journal = DatabaseChangeJournal.prototype;
lay(journal, 'intend', (go) => purposes.run('the intent', go));
// On PostgreSQL its commit goes with its statements.
lay(journal, 'markSent', async (go) => {
  pass('before sent commits');
  const isMarked = await go();
  pass('sent committed');
  return isMarked;
});
lay(journal, 'record', async (go, [, progress, seen]) => {
  const { outcome } = progress as Progress;
  const purpose = purposeOf(progress as Progress);
  if (seen !== undefined || (outcome !== undefined && isFinal(outcome))) return purposes.run(purpose, go);
  // A step on the way is one statement, and no transaction.
  pass(`before ${purpose} commits`);
  const recorded = await go();
  pass(`${purpose} committed`);
  return recorded;
});
lay(journal, 'stop', (go) => purposes.run('the stop', go));
lay(journal, 'reopen', (go) => purposes.run('the continuing', go));
lay(journal, 'takeUp', async (go) => {
  const taken = await go();
  if (taken !== undefined) pass('claimed');
  return taken;
});
lay(journal, 'leave', async (go) => {
  pass('before the release');
  const change = await go();
  pass('released');
  return change;
});
lay(DatabaseLeases.prototype, 'end', (go) => purposes.run('the begin of the end', go));
lay(DatabaseLeases.prototype, 'move', (go) => purposes.run('the move', go));

/** Where an item is that travels now. */
interface Journey {
  isSettled: boolean;
  isWritten: boolean;
  readings: number;
}

const journeys = new AsyncLocalStorage<Journey>();

lay(Road.prototype, 'travel', (go, [, item]) => {
  const isSettled = (item as JournalItem).outcome !== 'pending';
  return journeys.run({ isSettled, isWritten: false, readings: 0 }, go);
});
lay(CurrentRights.prototype, 'confirm', async (go) => {
  await go();
  if (journeys.getStore()) pass('rights confirmed');
});
for (const target of [WebexSkillProfiles, WebexAssignments]) {
  lay(target.prototype, 'read', async (go) => {
    const standing = await go();
    const journey = journeys.getStore();
    if (!journey) return standing;
    journey.readings += 1;
    const reading = journey.isSettled ? 'settling read' : 'read fresh';
    pass(journey.isWritten ? `read back ${journey.readings - 1}` : reading);
    return standing;
  });
  lay(target.prototype, 'write', async (go) => {
    const answer = await go();
    const journey = journeys.getStore();
    if (journey) journey.isWritten = true;
    pass('write answered');
    return answer;
  });
}

const responses = ServerResponse.prototype as unknown as { end: Method };
const { end } = responses;
responses.end = function (this: unknown, ...args) {
  const { req } = this as ServerResponse;
  if (req.method !== 'GET' && req.url?.startsWith('/api/changes')) pass('before the client is answered');
  return end.apply(this, args);
};

Object.assign(usualPauses, JSON.parse(process.env['SKILLDESK_BENCH_PAUSES'] ?? '{}') as Partial<Pauses>);

// Nobody is left behind by a bench that was ended.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (message: Order) => (death = message.death));
process.send?.('loaded');
await once(process, 'message');
