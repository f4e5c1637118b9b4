import { isFinal, type Change, type ChangeItem } from '../../shared/change.ts';
import { longestReason, targetOf, type ChangeRequest, type Edit } from '../../shared/edit.ts';
import { ApiProblem, asProblem, isIndefinite } from '../api/api-problem.ts';
import type { Answer } from '../api/backend-client.ts';
import { Observable } from '../observable.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';

/** What saving needs of the element on the page. */
export interface Lender {
  makeChange(body: ChangeRequest, idempotencyKey: string): Promise<Answer<Change>>;
  readChange(id: string): Promise<Answer<Change>>;
  /** The id of a preview of these edits, where the policy wants one; what it shows is agreed to by nobody here. */
  previewOf(edits: Edit[]): Promise<string | undefined>;
  /** Reads the lists again, since something has been written. */
  readLists(): Promise<void>;
}

/** One press of Save. `problem` is why it stands still, or why nothing is heard of it at the moment. */
export interface Save {
  readonly key: string;
  readonly request: ChangeRequest;
  /** Sent with every attempt: another one would make it another request. */
  previewId?: string;
  change?: Change;
  problem?: ApiProblem;
  /** An attempt had no definite answer; a later refusal, for its session or the rate say, tells nothing about that one. */
  mayHaveArrived?: true;
  state: 'sending' | 'following' | 'ended' | 'failed';
}

export interface SaveSurroundings {
  newKey(): string;
  wait(ms: number): Promise<void>;
}

const tries = 3;
const firstPause = 1_000;
const longestPause = 5_000;

/** Why a reason cannot be sent. */
export function reasonFault(reason: string): 'missing' | 'too-long' | undefined {
  const { length } = reason.trim();
  return length === 0 ? 'missing' : length > longestReason ? 'too-long' : undefined;
}

/**
 * Sends this person's edits as Changes and follows each to its end. It outlives the element: whichever element is on the page lends its
 * API, and a request whose answer never came is sent again under the same key.
 */
export class Saves extends Observable {
  reason = '';
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

  /** Newest first: every save of this page. */
  get all(): readonly Save[] {
    return this.#saves;
  }

  /** Those whose outcome this person has not put away yet. */
  get shown(): readonly Save[] {
    return this.#saves.filter((save) => this.#shown.has(save));
  }

  /** Profiles and agents that are being written, or that Webex has not confirmed yet. */
  get busy(): ReadonlySet<string> {
    return new Set(this.#saves.flatMap(openTargets));
  }

  /** A save is on its way, not merely in doubt: the next one waits for it. */
  get working(): boolean {
    return this.#saves.some(isWorking);
  }

  setReason(reason: string): void {
    this.reason = reason;
    this.changed();
  }

  putAway(save: Save): void {
    this.#shown.delete(save);
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

  save(): void {
    const edits = this.edits;
    if (edits.length === 0 || reasonFault(this.reason) || this.working) return;
    const request = { edits, reason: this.reason.trim() };
    const same = this.#saves.find(
      (save) => awaitsRetry(save) && JSON.stringify(save.request) === JSON.stringify(request),
    );
    if (same) {
      this.retry(same);
      return;
    }
    const save: Save = { key: this.#around.newKey(), request, state: 'sending' };
    this.#shown = new Set([...this.shown.filter((earlier) => earlier.state === 'following'), save]);
    this.#saves = [save, ...this.#saves];
    void this.#run(save);
  }

  /** The same request once more: under the same key, if it may have arrived. */
  retry(save: Save): void {
    if (save.state !== 'failed') return;
    if (!awaitsRetry(save)) {
      this.#shown.delete(save);
      this.save();
      return;
    }
    save.state = 'sending';
    this.#shown.add(save);
    void this.#run(save);
  }

  async #run(save: Save): Promise<void> {
    if (this.#running.has(save)) return;
    this.#running.add(save);
    this.changed();
    if (save.state === 'sending') await this.#send(save);
    if (save.state === 'following') await this.#follow(save);
    this.#running.delete(save);
    this.changed();
  }

  async #send(save: Save): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const lender = this.#lender;
      if (!lender) return;
      try {
        const previewId = save.previewId ?? (await lender.previewOf(save.request.edits));
        if (previewId !== undefined) save.previewId = previewId;
        const { value } = await lender.makeChange({ ...save.request, ...(previewId && { previewId }) }, save.key);
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
    for (let pause = firstPause; save.change && !hasEnded(save.change); pause = Math.min(pause * 1.5, longestPause)) {
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
    if (this.#unsaved.counts.changes === 0) this.reason = '';
  }

  /** Items that have ended since the last reading settle their edits, each once. */
  #take(save: Save, change: Change): void {
    const before = save.change;
    save.change = change;
    save.request.edits.forEach((edit, at) => {
      const item = change.items[at];
      if (item && isEnded(item) && !isEnded(before?.items[at])) this.#unsaved.settle(edit, item);
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

const hasEnded = ({ items }: Change): boolean => items.every(({ outcome }) => isFinal(outcome));

const awaitsRetry = ({ state, problem, change, mayHaveArrived }: Save): boolean =>
  state === 'failed' && change === undefined && mayHaveArrived === true && !isAboutRequest(problem);

/** The backend says these only of a request that it has not taken in under this key. */
const isAboutRequest = (problem: ApiProblem | undefined): boolean =>
  problem?.code === 'bad-request' || problem?.code === 'idempotency-key-reused';

const isWorking = ({ state, change }: Save): boolean =>
  state === 'sending' || (state === 'following' && (!change || hasEnded(change) || change.items.some(isBeingWritten)));

const isBeingWritten = ({ outcome }: ChangeItem): boolean => outcome === 'pending' || outcome === 'sent';

function openTargets({ state, request, change }: Save): string[] {
  if (state === 'ended' || state === 'failed') return [];
  return request.edits.filter((_, at) => !isEnded(change?.items[at])).map(targetOf);
}

const isEnded = (item: ChangeItem | undefined): boolean => item !== undefined && isFinal(item.outcome);
