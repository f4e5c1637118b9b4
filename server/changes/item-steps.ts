import { isFinal, type Rule } from '../../shared/change.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { UpstreamError } from '../upstream-error.ts';
import type { Pauses } from './pauses.ts';
import type {
  ChangeJournal,
  JournalChange,
  JournalItem,
  Progress,
  Standing,
  Travelling,
  Writing,
  WritingNow,
} from './ports.ts';

const mostAttempts = 3;
/** How often what waits for an administrator looks whether it may go on. */
const stopPause = 5_000;
/** How long an item waits for a Webex that asks for patience, before it fails. */
const longestPatience = 10 * 60_000;
/** How rarely the end of a lease is tried, however long Webex has been away. */
const rarestTry = 60_000;

interface Ports {
  journal: ChangeJournal;
  writing: Writing;
  clock: Clock;
  log: Log;
}

/** The Change as it stands when an item has ended, and so given back its claim; undefined while it has not. */
export type Left = JournalChange | undefined;

/** What an item on its road may do next, each step committed to the journal. */
export class ItemSteps {
  readonly #ports: Ports;
  readonly #pauses: Pauses;

  constructor(ports: Ports, pauses: Pauses) {
    this.#ports = ports;
    this.#pauses = pauses;
  }

  now(item: JournalItem): Promise<JournalItem | undefined> {
    return this.#ports.journal.item(item);
  }

  settleAt = ({ sentAt }: JournalItem): number => (sentAt ?? 0) + this.#pauses.settle;

  async record(item: Travelling, progress: Progress, seen?: Standing): Promise<Left> {
    // A rule says why an outcome came about, so it goes with the outcome that it explained.
    const told = progress.outcome && !progress.rule ? { ...progress, rule: undefined } : progress;
    const recorded = await this.#ports.journal.record(item, told, seen);
    if (!recorded)
      this.#ports.log.warn({ changeId: item.changeId, position: item.position }, 'another process has the item');
    return recorded?.change;
  }

  /** Nothing was sent of it yet, and nothing may be now: it stays as it is until writing goes on. `asked`: it has been already. */
  async waitsForAdministrator(item: JournalItem, asked?: Promise<WritingNow>): Promise<boolean> {
    if (item.outcome !== 'pending') return false;
    const { closedBy: rule } = await (asked ?? this.#ports.writing.now());
    if (!rule) return false;
    await this.#wait(item, rule);
    return true;
  }

  /**
   * Whether it was open when an older database took the place of the real one: there it may have been carried out, and taken back, by people who
   * are not known of here. The end of a lease goes on: it gives back what the lease still holds, and nothing else.
   */
  isUnsure(change: JournalChange, { takenUpAt = 0 }: JournalItem, { unsureUntil = -Infinity }: WritingNow): boolean {
    return !isEnd(change) && Math.max(change.startsAt ?? change.createdAt, takenUpAt) <= unsureUntil;
  }

  /** Whoever asked for it looks what has become of it, and lets it go on. */
  stopUnsure(item: Travelling, seen?: Standing): Promise<Left> {
    return this.record(item, { outcome: 'stopped', rule: 'older-database' }, seen);
  }

  /** It was marked as sent, and an administrator was faster: nothing was sent, so that was no attempt. */
  takeBack(item: JournalItem, rule: Rule): Promise<void> {
    return this.#wait(item, rule, { attempts: item.attempts - 1 });
  }

  async #wait(item: JournalItem, rule: Rule, others: Progress = {}): Promise<void> {
    await this.record(item, { outcome: 'pending', rule, dueAt: this.#ports.clock.now() + stopPause, ...others });
  }

  /** What was asked for is tried a few times; what Skilldesk promised to put back is tried until it is. */
  async mayTryAgain(item: JournalItem): Promise<boolean> {
    return item.attempts < mostAttempts || (await this.isPromised(item));
  }

  /** Part of the end of a lease: it only restores, and nobody is there to ask again. */
  async isPromised({ changeId }: JournalItem): Promise<boolean> {
    return isEnd(await this.#ports.journal.read(changeId));
  }

  async tryAgain(item: Travelling, progress: Progress = {}, seen?: Standing): Promise<Left> {
    const pause = item.attempts < mostAttempts ? 0 : Math.min(rarestTry, item.attempts * 2_000);
    return this.record(item, { outcome: 'pending', dueAt: this.#ports.clock.now() + pause, ...progress }, seen);
  }

  /** Back in line: as long as Webex asks, and at least a tenth of the time that was waited already, so that asking grows rarer. */
  async postpone(item: Travelling, rule: 'webex-busy' | 'webex-unavailable', seconds = 5): Promise<Left> {
    const { clock, journal } = this.#ports;
    const change = await journal.read(item.changeId);
    const waited = clock.now() - lastStep(change, item);
    const promised = isEnd(change);
    if (waited > longestPatience && !promised) {
      return this.record(item, { outcome: 'failed', rule });
    }
    const rarer = promised ? Math.min(waited / 10, rarestTry) : waited / 10;
    const pause = Math.max(seconds * 1000, 1_000, rarer);
    // What was turned away was no attempt.
    const attempts = item.outcome === 'sent' ? item.attempts - 1 : item.attempts;
    return this.record(item, { outcome: 'pending', rule, attempts, dueAt: clock.now() + pause });
  }

  /** Something failed before the write, or while reading back after it. Nothing is lost: the item says what it waits for. */
  async stumble(change: JournalChange, item: JournalItem, error: unknown): Promise<void> {
    const { clock, log } = this.#ports;
    const now = await this.now(item);
    if (!now || isFinal(now.outcome)) return;
    // The token may have been taken away between the question and its use.
    if (await this.waitsForAdministrator(now)) return;
    const isExpected = error instanceof UpstreamError || error instanceof AppError;
    if (!isExpected) log.error({ error }, 'an item stopped on its road');
    if (now.outcome === 'sent' || now.outcome === 'in-doubt') {
      await this.record(now, { outcome: 'in-doubt', dueAt: Math.max(this.settleAt(now), clock.now() + 5_000) });
      return;
    }
    // It is no fault of Webex, nor of the item: as soon as the database takes it, the item goes on.
    if (error instanceof AppError && error.code === 'database-unavailable')
      await this.record(now, { dueAt: clock.now() + 1_000 });
    else if (error instanceof UpstreamError && error.failure === 'busy')
      await this.postpone(now, 'webex-busy', error.retryAfterSeconds);
    else if (isEnd(change)) await this.postpone(now, 'webex-unavailable');
    else await this.record(now, { outcome: 'failed', rule: isExpected ? ruleOf(error) : 'webex-answer-invalid' });
  }
}

const isEnd = (change: JournalChange | undefined) => change?.via === 'lease-end';

/** Since when nothing of a Change has got on: one of many items has not waited while its turn had not come. */
function lastStep(change: JournalChange | undefined, { takenUpAt = 0 }: JournalItem): number {
  const ended = (change?.items ?? []).filter(({ outcome }) => isFinal(outcome));
  return Math.max(change?.createdAt ?? 0, change?.startsAt ?? 0, takenUpAt, ...ended.map(({ sentAt = 0 }) => sentAt));
}

function ruleOf(error: UpstreamError | AppError) {
  if (error instanceof AppError) {
    if (error.code === 'organization-not-connected' || error.code === 'needs-reauthorization') return error.code;
    return 'webex-unavailable';
  }
  switch (error.failure) {
    case 'refused':
      return 'webex-refused';
    case 'unauthorized':
      return 'needs-reauthorization';
    case 'invalid':
      return 'webex-answer-invalid';
    default:
      return 'webex-unavailable';
  }
}
