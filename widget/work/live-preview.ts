import type { Edit } from '../../shared/edit.ts';
import type { ChangePreview, PreviewItem } from '../../shared/preview.ts';
import { asProblem, type ApiProblem } from '../api/api-problem.ts';
import { Observable } from '../observable.ts';
import { inParts } from './in-parts.ts';
import type { Saves } from './saves.ts';
import { worsenings, type Worsening } from './worsening.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';

/** Reads a preview; `given` is aborted when newer edits make it worthless. */
export type ReadPreview = (edits: Edit[], given: AbortSignal) => Promise<ChangePreview>;

export interface PreviewSurroundings {
  later(task: () => void, ms: number): () => void;
}

/** Typing one number after another asks once. */
const quietTime = 400;
const afterFailure = 15_000;
/** Colleagues edit as well, and a preview lives ten minutes: what stands here is read again before. */
const freshness = 4 * 60_000;

/** What the unsaved edits would do: read while they are made, one at a time, and the newest alone. */
export class LivePreview extends Observable {
  readonly #saves: Saves;
  readonly #around: PreviewSurroundings;
  #read: ReadPreview | undefined;
  #wanted = '[]';
  #shown: { edits: string; preview: ChangePreview; ids: readonly string[] } | undefined;
  #worse: Worsening[] = [];
  #problem: ApiProblem | undefined;
  #reading: AbortController | undefined;
  #stopTimer: () => void = () => undefined;
  #taken: ChangePreview | undefined;
  /** What was shown of the edits that are being written. */
  #sent: ChangePreview | undefined;

  constructor(unsaved: UnsavedEdits, saves: Saves, around: PreviewSurroundings) {
    super();
    this.#saves = saves;
    this.#around = around;
    unsaved.subscribe(() => this.#follow());
    saves.subscribe(() => this.#follow());
  }

  /** Of each Change that a save would make now; none where `current` is not there. */
  get ids(): readonly string[] {
    return this.current && this.#shown ? this.#shown.ids : [];
  }

  /** Of exactly what a save would send now. Where that takes several Changes, each was looked at by itself. */
  get current(): ChangePreview | undefined {
    return this.#shown?.edits === this.#wanted ? this.#shown.preview : undefined;
  }

  /** Why the current edits have no preview. */
  get problem(): ApiProblem | undefined {
    return this.#problem;
  }

  /** A preview of the newest edits is on its way, or soon will be. */
  get pending(): boolean {
    return this.#wanted !== '[]' && this.current === undefined && this.#problem === undefined;
  }

  /** In what the backend found the edits to go further than was shown, when they were to be saved. */
  get worse(): readonly Worsening[] {
    return this.#worse;
  }

  /** The last that was read about this profile or agent; while newer edits are being looked at, that of the edits before. */
  itemOf(target: string): PreviewItem | undefined {
    return this.#shown?.preview.items.find((item) => (item.userId ?? item.skillProfileId) === target);
  }

  /** Lends an element's API. */
  attach(read: ReadPreview): () => void {
    this.#read = read;
    this.#ask(0);
    return () => {
      if (this.#read !== read) return;
      this.#read = undefined;
      this.#giveUp();
    };
  }

  retry(): void {
    this.#problem = undefined;
    this.#ask(0);
    this.changed();
  }

  #follow(): void {
    const outdated = this.#saves.all.find(({ problem }) => problem?.preview)?.problem?.preview;
    if (outdated && outdated !== this.#taken) this.#takeInstead(outdated);
    const wanted = JSON.stringify(this.#saves.edits);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#worse = [];
    this.#problem = undefined;
    if (wanted === '[]') {
      this.#sent = this.#shown?.preview ?? this.#sent;
      this.#shown = undefined;
    }
    this.#ask(quietTime);
    this.changed();
  }

  /** The backend would not save what was shown, and says what is so by now. */
  #takeInstead(preview: ChangePreview): void {
    this.#taken = preview;
    this.#worse = worsenings(this.#shown?.preview ?? this.#sent, preview);
    this.#giveUp();
    this.#wanted = JSON.stringify(this.#saves.edits);
    if (this.#saves.parts === 1) this.#show([preview]);
    else this.retry();
  }

  #show(previews: readonly ChangePreview[]): void {
    const [first] = previews;
    if (!first) return;
    const ids = previews.map(({ previewId }) => previewId);
    const preview = { ...first, previewId: ids.join(' '), items: previews.flatMap(({ items }) => items) };
    this.#shown = { edits: this.#wanted, preview, ids };
    this.#problem = undefined;
    this.#ask(freshness);
    this.changed();
  }

  #ask(pause: number): void {
    this.#giveUp();
    if (this.#wanted !== '[]' && this.#read) this.#stopTimer = this.#around.later(() => void this.#readNow(), pause);
  }

  #giveUp(): void {
    this.#stopTimer();
    this.#reading?.abort();
    this.#reading = undefined;
  }

  async #readNow(): Promise<void> {
    const read = this.#read;
    if (!read) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const previews: ChangePreview[] = [];
      for (const part of inParts(JSON.parse(this.#wanted) as Edit[])) {
        previews.push(await read(part, reading.signal));
        if (reading.signal.aborted) return;
      }
      this.#reading = undefined;
      this.#show(previews);
    } catch (error) {
      if (reading.signal.aborted) return;
      this.#reading = undefined;
      this.#problem = asProblem(error);
      this.#ask(this.#problem.retryAfter ?? afterFailure);
      this.changed();
    }
  }
}
