import type { Draft, DraftRequest } from '../../shared/draft.ts';
import { asProblem, isIndefinite, type ApiProblem } from '../api/api-problem.ts';
import { Observable } from '../observable.ts';
import { DraftContent, type Content, type Lists, type Returned } from './draft-content.ts';
import type { Saves } from './saves.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';

/** The tags of the drafts whose place may be taken, null for none at all; undefined: any. */
export type Predecessors = readonly (string | null)[] | undefined;

/** What keeping a draft needs of the element on the page. */
export interface DraftLender {
  readDraft(): Promise<Draft | undefined>;
  /** `leaving`: nobody may be here when it is answered. It is sent before this returns, if there is a session. */
  keepDraft(draft: DraftRequest, leaving: boolean): Promise<unknown>;
  removeDraft(over: Predecessors, leaving: boolean): Promise<unknown>;
  readonly lists: Lists;
}

export interface DraftSurroundings {
  later(task: () => void, ms: number): () => void;
  now(): number;
  newTag(): string;
}

/** A state on its way, or that may have arrived: `tag` null is the removal. */
interface Sent extends Content {
  tag: string | null;
  pending: boolean;
  /** It goes on when the page is gone. */
  outlives: boolean;
}

const soon = 250;
const firstRetry = 5_000;
const slowestRetry = 60_000;
/** A draft is kept 12 h from when it was last stored; edits may wait longer than that on a page that stays. */
const refreshment = 60 * 60_000;

/**
 * Keeps the unsaved edits of this person at the backend and gets them back from there. What was wanted last wins; where another page of his
 * was there in between, both are joined first. Nothing of it ever stands in the way of editing.
 */
export class DraftKeeper extends Observable {
  readonly #content: DraftContent;
  readonly #around: DraftSurroundings;
  readonly #lenders = new Set<DraftLender>();
  /** The backend's draft is one of `#over` or `#sent`; else it is read first. */
  #known = false;
  #over: Predecessors = [null];
  #sent: Sent[] = [];
  #kept: string | undefined;
  /** What was wanted, by cell, when this page and the backend last knew the same. */
  #before: ReadonlyMap<string, string> = new Map();
  #problem: ApiProblem | undefined;
  #failures = 0;
  #running = false;
  #stopTimer: (() => void) | undefined;
  #stopRefreshing: () => void = () => undefined;

  constructor(unsaved: UnsavedEdits, saves: Saves, around: DraftSurroundings) {
    super();
    this.#content = new DraftContent(unsaved, saves);
    this.#around = around;
    unsaved.subscribe(() => this.#soon());
    saves.subscribe(() => this.#soon());
  }

  /** Why the unsaved edits are on this page only. */
  get problem(): ApiProblem | undefined {
    return this.#problem && this.#now.body ? this.#problem : undefined;
  }

  get returned(): Returned | undefined {
    return this.#content.returned;
  }

  discardReturned(): void {
    this.#content.discardReturned();
    this.#soon();
    this.changed();
  }

  putReturnedAway(): void {
    this.#content.putReturnedAway();
    this.changed();
  }

  /** Lends an element's API; what was unsaved on a page before comes back. */
  attach(lender: DraftLender): () => void {
    this.#lenders.add(lender);
    this.#known = false;
    this.#wait(0);
    return () => {
      this.flush();
      this.#lenders.delete(lender);
      if (this.#lender) return;
      this.#stopTimer?.();
      this.#stopTimer = undefined;
      this.#stopRefreshing();
    };
  }

  /**
   * The page may be gone in a moment, and all that is under way with it: what is not kept yet leaves now. Where nobody knows what the backend
   * has, edits leave all the same, for no other place than one that this page knows of.
   */
  flush(): void {
    const content = this.#now;
    const isUnderWay = this.#sent.some(({ text, pending, outlives }) => pending && outlives && text === content.text);
    const mayLeave = this.#known || (content.body !== undefined && this.#over !== undefined);
    if (!this.#lender || !mayLeave || content.text === this.#kept || isUnderWay) return;
    this.#send(this.#lender, content, true).catch(() => this.#soon());
  }

  /** A list has been read, and may tell what was missing to lay something under it. */
  listsRead(): void {
    if (this.#lender && this.#content.listsRead(this.#lender.lists)) this.changed();
  }

  get #lender(): DraftLender | undefined {
    return [...this.#lenders][0];
  }

  get #now(): Content {
    return this.#content.now(this.#around.now());
  }

  #soon(): void {
    if (!this.#stopTimer && !this.#running) this.#wait(soon);
  }

  #wait(pause: number): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (!this.#lender) return;
    this.#stopTimer = this.#around.later(() => {
      this.#stopTimer = undefined;
      void this.#run();
    }, pause);
  }

  async #run(): Promise<void> {
    const lender = this.#lender;
    if (this.#running || !lender) return;
    this.#running = true;
    const before = this.#problem;
    try {
      if (!this.#known) await this.#read(lender);
      const content = this.#now;
      if (content.text !== this.#kept) await this.#send(lender, content, false);
      this.#running = false;
      this.#problem = undefined;
      this.#failures = 0;
      this.#stopRefreshing();
      if (content.body) this.#stopRefreshing = this.#around.later(() => this.#refresh(), refreshment);
      if (!this.#known || this.#now.text !== this.#kept) this.#soon();
    } catch (error) {
      this.#running = false;
      if (this.#lenders.has(lender)) this.#failed(asProblem(error));
      else this.#wait(0);
    }
    if (before?.code !== this.#problem?.code) this.changed();
  }

  #refresh(): void {
    this.#kept = undefined;
    this.#soon();
  }

  /** What is too large stays so until it is another. */
  #failed(problem: ApiProblem): void {
    this.#problem = problem;
    if (problem.code === 'too-large' || problem.code === 'bad-request') return;
    this.#wait(Math.max(problem.retryAfter ?? 0, Math.min(firstRetry * 2 ** this.#failures, slowestRetry)));
    this.#failures += 1;
  }

  async #read(lender: DraftLender): Promise<void> {
    const draft = await lender.readDraft();
    if (!this.#lenders.has(lender)) return;
    this.#known = true;
    if (!draft) {
      this.#knows([null], '', new Map());
      return;
    }
    const { tag } = draft;
    const sent = this.#sent.find((one) => one.tag === tag);
    if (sent) this.#knows([sent.tag], sent.text, sent.wishes);
    else if (tag === undefined || !this.#over?.includes(tag)) this.#join(draft, lender.lists);
  }

  /** A draft that this page did not keep. One without a tag can be told from no other: the next takes the place of whatever is there. */
  #join(draft: Draft, lists: Lists): void {
    const before = this.#content.join(draft, this.#before, lists);
    this.#knows(draft.tag === undefined ? undefined : [draft.tag], undefined, before);
    this.changed();
  }

  #knows(over: Predecessors, kept: string | undefined, before: ReadonlyMap<string, string>): void {
    this.#over = over;
    this.#sent = [];
    this.#kept = kept;
    this.#before = before;
  }

  async #send(lender: DraftLender, content: Content, leaving: boolean): Promise<void> {
    const over = this.#over && [...this.#over, ...this.#sent.map(({ tag }) => tag)];
    const known = this.#sent.find(({ text }) => text === content.text);
    const sent: Sent = known ?? {
      ...content,
      tag: content.body ? this.#around.newTag() : null,
      pending: true,
      outlives: leaving,
    };
    if (!known) this.#sent.push(sent);
    Object.assign(sent, { pending: true, outlives: leaving });
    try {
      if (content.body && sent.tag !== null) {
        await lender.keepDraft({ ...content.body, tag: sent.tag, ...(over && { over }) }, leaving);
      } else await lender.removeDraft(over, leaving);
      const at = this.#sent.indexOf(sent);
      const later = this.#sent.slice(at + 1);
      if (at < 0) return;
      this.#knows([sent.tag], sent.text, sent.wishes);
      this.#sent = later;
    } catch (error) {
      const problem = asProblem(error);
      const mayHaveArrived = isIndefinite(problem);
      if (!mayHaveArrived) this.#sent = this.#sent.filter((one) => one !== sent);
      if (mayHaveArrived || problem.code === 'draft-outdated') this.#known = false;
      if (problem.code !== 'draft-outdated') throw problem;
    } finally {
      sent.pending = false;
    }
  }
}
