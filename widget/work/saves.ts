import type { Change } from '../../shared/change.ts';
import type { ChangeRequest, Edit } from '../../shared/edit.ts';
import { ApiProblem, asProblem, isIndefinite } from '../api/api-problem.ts';
import type { Answer } from '../api/backend-client.ts';
import { Observable } from '../observable.ts';
import type { EndChoice } from './end-choice.ts';
import { inParts } from './in-parts.ts';
import { awaitsRetry, hasSettled, isSettled, isWorking, openTargets, reasonFault, type Save } from './save.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';

/** What saving needs of the element on the page. */
export interface Lender {
  makeChange(body: ChangeRequest, idempotencyKey: string): Promise<Answer<Change>>;
  readChange(id: string): Promise<Answer<Change>>;
  stopChange(id: string): Promise<Change>;
  continueChange(id: string): Promise<Change>;
  /** Reads the lists again, since something has been written. */
  readLists(): Promise<void>;
}

/** What a press of Save fixes beside edits and reason. */
export interface Terms extends Pick<ChangeRequest, 'acknowledge' | 'startsAt' | 'until'> {
  /** Of what was shown, one for each Change that the edits need. */
  previewIds?: readonly string[];
}

export interface SaveSurroundings {
  newKey(): string;
  wait(ms: number): Promise<void>;
}

const tries = 3;
const firstPause = 1_000;
const longestPause = 5_000;
const offeredReasons = 4;

/**
 * Sends this person's edits as Changes and follows each to its end. It outlives the element: whichever element is on the page lends its
 * API, and a request whose answer never came is sent again under the same key.
 */
export class Saves extends Observable {
  reason = '';
  /** The person's choice of an end; undefined: what the policy proposes. */
  end: EndChoice | undefined;
  /** What a `datetime-local` field says of the begin; undefined: at once. */
  begin: string | undefined;
  readonly #unsaved: UnsavedEdits;
  readonly #around: SaveSurroundings;
  readonly #lenders = new Set<Lender>();
  readonly #running = new Set<Save>();
  #saves: Save[] = [];
  #shown = new Set<Save>();

  constructor(unsaved: UnsavedEdits, around: SaveSurroundings) {
    super();
    this.#unsaved = unsaved;
    this.#around = around;
  }

  /** Newest first: every Change that was asked for on this page. */
  get all(): readonly Save[] {
    return this.#saves;
  }

  /** The first of each series whose outcome this person has not put away yet. */
  get shown(): readonly Save[] {
    return this.#saves.filter((save) => this.#shown.has(save));
  }

  /** Profiles and agents that are being written, or that Webex has not confirmed yet. */
  get busy(): ReadonlySet<string> {
    return new Set(this.#saves.flatMap(openTargets));
  }

  /** How many Changes a save would make now. */
  get parts(): number {
    return inParts(this.edits).length;
  }

  /** A save is on its way, not merely in doubt: the next one waits for it. */
  get working(): boolean {
    return this.#saves.some(isWorking);
  }

  /** Reasons given on this page, newest first. */
  get reasons(): string[] {
    return [...new Set(this.#saves.map(({ request }) => request.reason))].slice(0, offeredReasons);
  }

  setReason(reason: string): void {
    this.reason = reason;
    this.changed();
  }

  setEnd(end: EndChoice): void {
    this.end = end;
    this.changed();
  }

  setBegin(begin: string | undefined): void {
    this.begin = begin;
    this.changed();
  }

  putAway(save: Save): void {
    for (const part of save.series) this.#shown.delete(part);
    this.changed();
  }

  /** Lends an element's API; saves that stood still for want of one go on. */
  attach(lender: Lender): () => void {
    this.#lenders.add(lender);
    for (const save of this.#saves) void this.#run(save);
    return () => this.#lenders.delete(lender);
  }

  /** Edits that a save would send now. */
  get edits(): Edit[] {
    return this.#unsaved.toEdits(this.busy);
  }

  save(terms: Terms = {}): void {
    const { edits, reason, end, begin } = this;
    if (edits.length === 0 || reasonFault(reason) || this.working) return;
    const parts = inParts(edits);
    const askedFrom = (at: number) =>
      JSON.stringify({ edits: parts.slice(at).flat(), reason: reason.trim(), end, begin });
    const asked = askedFrom(0);
    const same = this.#saves.find((save) => awaitsRetry(save) && save.asked === asked);
    if (same) {
      this.retry(same);
      return;
    }
    for (const save of this.#saves) drop(save.series);
    const { previewIds = [], ...more } = terms;
    const series: Save[] = [];
    for (const [at, part] of parts.entries()) {
      const previewId = previewIds[at];
      const request = { edits: part, reason: reason.trim(), ...(previewId !== undefined && { previewId }), ...more };
      const key = this.#around.newKey();
      series.push({ key, request, asked: askedFrom(at), series, state: at === 0 ? 'sending' : 'waiting' });
    }
    this.#shown = new Set(this.shown.filter((earlier) => earlier.series.some(({ state }) => state === 'following')));
    this.#saves = [...[...series].reverse(), ...this.#saves];
    const [first] = series;
    if (!first) return;
    this.#shown.add(first);
    void this.#run(first);
  }

  /** What has not been written is not to be, nor what has not been sent. */
  async stop({ series }: Save): Promise<void> {
    drop(series);
    this.changed();
    for (const save of series) {
      if (save.state === 'sending') save.toStop = true;
      else if (save.state === 'following') await this.#tell(save, (lender, id) => lender.stopChange(id));
    }
  }

  /** What was stopped is to go on. */
  async continue(save: Save): Promise<void> {
    await this.#tell(save, (lender, id) => lender.continueChange(id));
    if (!save.change || hasSettled(save.change)) return;
    save.state = 'following';
    void this.#run(save);
  }

  /** Whether the same request is to be sent once more, under the same key, since it may have arrived; else Save makes another one. */
  mayRetry(save: Save): boolean {
    return awaitsRetry(save);
  }

  retry(save: Save): void {
    if (!awaitsRetry(save)) return;
    save.state = 'sending';
    const [first = save] = save.series;
    this.#shown.add(first);
    void this.#run(save);
  }

  async #run(save: Save): Promise<void> {
    if (this.#running.has(save)) return;
    this.#running.add(save);
    this.changed();
    if (save.state === 'sending') await this.#send(save);
    if (save.toStop && save.change) await this.#tell(save, (lender, id) => lender.stopChange(id));
    if (save.state === 'following') await this.#follow(save);
    this.#running.delete(save);
    this.#goOn(save);
    this.changed();
  }

  /** The next of the series goes when this one has ended; what can only be asked for otherwise ends the series. */
  #goOn(save: Save): void {
    if (save.state === 'failed' && !awaitsRetry(save)) drop(save.series);
    const next = save.series[save.series.indexOf(save) + 1];
    if (save.state !== 'ended' || next?.state !== 'waiting') return;
    next.state = 'sending';
    void this.#run(next);
  }

  async #send(save: Save): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const lender = this.#lender;
      if (!lender) return;
      try {
        const { value } = await lender.makeChange(save.request, save.key);
        if (!value) throw new ApiProblem('unreadable');
        delete save.problem;
        save.state = 'following';
        this.#take(save, value);
        return;
      } catch (error) {
        const problem = asProblem(error);
        const left = !this.#lenders.has(lender);
        if (left || isIndefinite(problem)) save.mayHaveArrived = true;
        if (left) continue;
        save.problem = problem;
        if (!isIndefinite(problem) || attempt >= tries) {
          save.state = 'failed';
          return;
        }
        this.changed();
        await this.#around.wait(problem.retryAfter ?? firstPause * attempt);
      }
    }
  }

  async #follow(save: Save): Promise<void> {
    for (let pause = firstPause; save.change && !hasSettled(save.change); pause = Math.min(pause * 1.5, longestPause)) {
      await this.#around.wait(save.problem?.retryAfter ?? pause);
      const lender = this.#lender;
      if (!lender) return;
      try {
        const { value } = await lender.readChange(save.change.id);
        delete save.problem;
        if (value) this.#take(save, value);
      } catch (error) {
        if (!this.#lenders.has(lender)) continue;
        save.problem = asProblem(error);
        if (save.problem.code === 'not-found') {
          save.state = 'failed';
          return;
        }
        this.changed();
      }
    }
    // The next edits must begin from what is there now, not from what this save has just replaced.
    await this.#readLists();
    save.state = 'ended';
    if (this.#unsaved.counts.changes > 0) return;
    this.reason = '';
    this.end = undefined;
    this.begin = undefined;
  }

  async #tell(save: Save, tell: (lender: Lender, id: string) => Promise<Change>): Promise<void> {
    const lender = this.#lender;
    if (!lender || !save.change) return;
    try {
      this.#take(save, await tell(lender, save.change.id));
      delete save.problem;
    } catch (error) {
      save.problem = asProblem(error);
    }
    this.changed();
  }

  /** Items that have ended since the last reading settle their edits, each once. */
  #take(save: Save, change: Change): void {
    const before = save.change;
    save.change = change;
    save.request.edits.forEach((edit, at) => {
      const item = change.items[at];
      if (item && isSettled(item) && item.outcome !== before?.items[at]?.outcome) this.#unsaved.settle(edit, item);
    });
    this.changed();
  }

  get #lender(): Lender | undefined {
    return [...this.#lenders][0];
  }

  async #readLists(): Promise<void> {
    await Promise.all([...this.#lenders].map((lender) => lender.readLists()));
  }
}

/** What was never sent is not to be, and its edits can be saved otherwise. */
function drop(series: readonly Save[]): void {
  for (const save of series) if (save.state === 'waiting') save.state = 'dropped';
}
