import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { Consumed } from '../../consumed.ts';
import { announcerContext, moreContext, workContext } from '../../contexts.ts';
import type { Announcer } from '../../announcer.ts';
import { deepFocus } from '../../focus.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { saveTitle } from '../../localize/save-words.ts';
import type { MoreElements } from '../../more-elements.ts';
import { controls } from '../../styles/controls.ts';
import { closeIcon } from '../../styles/icons.ts';
import { outcomesOf, type Save } from '../../work/save.ts';
import type { Work } from '../../work/work-of-person.ts';
import { styles } from './road-panel.styles.ts';

/** The sheet covers what lies under it, or does no longer. */
export class RoadToggled extends Event {
  static readonly eventName = 'skilldesk-road-toggled';
  readonly covers: boolean;

  constructor(covers: boolean) {
    super(RoadToggled.eventName);
    this.covers = covers;
  }
}

/** The road from an edit to Webex: what would happen, why, until when, Save, and how it went. Beside the lists, or a sheet over them. */
export class RoadPanel extends LitElement {
  static override styles = [controls, styles];

  @property({ type: Boolean, reflect: true }) wide = false;
  @property({ type: Boolean, reflect: true }) open = false;

  @state() private seenConflicts = 0;

  @query('h2') private title2!: HTMLElement | null;
  @query('.bar button') private opener!: HTMLButtonElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved, saves, preview }) => [
    unsaved,
    saves,
    preview,
  ]);
  readonly #more: Consumed<MoreElements> = new Consumed(this, moreContext, (more) => [more]);
  readonly #told = new Map<Save, string>();
  #covered = false;
  /** There is nothing to show. */
  #empty = true;
  /** Of the preview of these edits: that it was read once more is no news. */
  #toldWarnings: number | undefined;
  #shown = false;
  /** Edits that others have met since it was drawn last. */
  #met = 0;

  constructor() {
    super();
    new KeptFocus(this, () => this.title2 ?? this.opener);
  }

  override willUpdate(): void {
    const { unsaved, saves } = this.#work.value;
    const { conflicts, changes } = unsaved.counts;
    this.#met = Math.max(0, conflicts - this.seenConflicts);
    if (this.#met > 0 && saves.shown.some(hasConflict)) {
      this.open = true;
      this.#met = 0;
    }
    this.seenConflicts = conflicts;
    this.#empty = changes === 0 && saves.shown.length === 0;
    if (this.#empty) this.open = false;
  }

  override render() {
    if (this.#empty) return nothing;
    return this.wide || this.open ? this.#panel() : this.#bar();
  }

  override updated(): void {
    // Not before: what is hidden has no focus any more that could go elsewhere.
    this.hidden = this.#empty;
    this.#tell();
    if (!this.#empty && !this.#shown) this.#uncover();
    this.#shown = !this.#empty;
    const covers = this.open && !this.wide && !this.#empty;
    if (covers === this.#covered) return;
    this.#covered = covers;
    this.dispatchEvent(new RoadToggled(covers));
  }

  /** Opens it where it is a sheet, and goes into it. */
  async enter(): Promise<void> {
    if (this.#empty) return;
    this.open = true;
    await this.updateComplete;
    this.title2?.focus();
  }

  /** Where it is a sheet, the focus goes to what opens it. */
  async close(): Promise<void> {
    if (this.wide) return;
    this.open = false;
    await this.updateComplete;
    this.opener?.focus();
  }

  #panel() {
    const { words } = this.#localize;
    const { unsaved } = this.#work.value;
    const { here } = this.#more.value;
    const any = unsaved.counts.changes > 0;
    const choosing = unsaved.counts.conflicts > 0 ? 'choosing' : '';
    return html`
      <section class="panel ${choosing}" role=${this.wide ? 'region' : 'dialog'} aria-label=${words.text('road.label')}>
        <div class="head">
          <div>
            <h2 tabindex="-1">${any ? this.#count : words.text('road.results')}</h2>
            ${this.#undecided()}
          </div>
          ${
            this.wide
              ? nothing
              : html`<button class="close" aria-label=${words.text('road.close')} @click=${() => void this.close()}>
                  ${closeIcon}
                </button>`
          }
        </div>
        <div class="body">${here ? this.#body() : html`<skilldesk-part-pending></skilldesk-part-pending>`}</div>
        ${here && any ? html`<skilldesk-road-form></skilldesk-road-form>` : nothing}
      </section>
    `;
  }

  #body() {
    const { conflicts } = this.#work.value.unsaved.counts;
    return conflicts > 0 ? [this.#review(), this.#results()] : [this.#results(), this.#review()];
  }

  #review() {
    if (this.#work.value.unsaved.counts.changes === 0) return nothing;
    return html`
      <skilldesk-preview-status class="preview"></skilldesk-preview-status>
      <skilldesk-review-list></skilldesk-review-list>
    `;
  }

  #results() {
    const { shown } = this.#work.value.saves;
    return shown.map((save) => html`<skilldesk-save-result .save=${save}></skilldesk-save-result>`);
  }

  #bar() {
    const { words } = this.#localize;
    const { unsaved, saves } = this.#work.value;
    const { changes } = unsaved.counts;
    const [newest] = saves.shown;
    return html`
      <div class="bar" role="region" aria-label=${words.text('unsaved.label')}>
        <p>
          ${newest ? html`<span>${saveTitle(newest, words)}</span>` : html`<span>${this.#count}</span>`}
          ${this.#undecided()}
        </p>
        <button class="primary" @click=${() => void this.enter()}>
          ${changes > 0 ? words.count('road.open', changes) : words.text('road.results')}
        </button>
      </div>
    `;
  }

  #undecided() {
    const { conflicts } = this.#work.value.unsaved.counts;
    if (conflicts === 0) return nothing;
    return html`<p class="undecided small">${this.#localize.words.count('unsaved.undecided', conflicts)}</p>`;
  }

  get #count(): string {
    const { words } = this.#localize;
    const { changes, profiles, agents } = this.#work.value.unsaved.counts;
    const inProfiles = words.count('unsaved.profiles', profiles);
    const inAgents = words.count('unsaved.agents', agents);
    const both = words.text('unsaved.and', { one: inProfiles, other: inAgents });
    const where = agents === 0 ? inProfiles : profiles === 0 ? inAgents : both;
    return words.text('unsaved.in', { changes: words.count('unsaved.changes', changes), where });
  }

  /** Where a save that has just begun is shown. */
  #showTop(): void {
    for (const part of this.renderRoot.querySelectorAll('.panel, .body')) part.scrollTop = 0;
  }

  /** It takes room from the lists as soon as something is edited; that is not to get out of sight by it. */
  #uncover(): void {
    const root = this.getRootNode();
    if (!(root instanceof ShadowRoot)) return;
    requestAnimationFrame(() => deepFocus(root)?.scrollIntoView({ block: 'nearest' }));
  }

  /** How saves go, and that a preview is there, is said aloud, each once. */
  #tell(): void {
    const { words } = this.#localize;
    const { saves, preview } = this.#work.value;
    for (const save of saves.shown) {
      const title = saveTitle(save, words);
      if (this.#told.get(save) === title) continue;
      if (!this.#told.has(save)) this.#showTop();
      this.#told.set(save, title);
      this.#announcer.value.say(title);
    }
    if (preview.pending) this.#toldWarnings = undefined;
    const warnings = preview.current?.items.reduce((sum, item) => sum + item.warnings.length, 0);
    if (warnings !== undefined && warnings !== this.#toldWarnings) {
      this.#announcer.value.say(words.count('preview.told', warnings));
      this.#toldWarnings = warnings;
    }
    if (this.#met > 0) this.#announcer.value.say(words.count('unsaved.met', this.#met));
    this.#met = 0;
  }
}

/** He waits for it, and looks at it now; what others do meanwhile does not lay itself over what he does. */
const hasConflict = (save: Save): boolean => outcomesOf(save).includes('conflict');

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-road-panel': RoadPanel;
  }
}
