import { css, html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Change } from '../../../shared/change.ts';
import type { Person } from '../../api/session.ts';
import { Consumed } from '../../consumed.ts';
import { personContext, workContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { undosOf } from '../../work/undos.ts';
import type { Work } from '../../work/work-of-person.ts';
import type { ChangeSteered } from '../change-steering/change-steering.ts';

/** The person wants to see the Change that this one names. */
export class ChangeWanted extends Event {
  static readonly eventName = 'skilldesk-change-wanted';
  readonly changeId: string;

  constructor(changeId: string) {
    super(ChangeWanted.eventName);
    this.changeId = changeId;
  }
}

/** One Change of the history: why, who, when, what and what became of it, its end and who moved it; and the way back. */
export class ChangeEntry extends LitElement {
  static override styles = [
    controls,
    css`
      .reason {
        font-weight: 600;
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
      }

      button {
        min-height: 28px;
        font-size: 12px;
      }
    `,
  ];

  @property({ attribute: false }) change: Change | undefined;
  /** Which other Changes are there to be shown. */
  @property({ attribute: false }) known: ReadonlySet<string> = new Set();

  @state() private undoing = false;

  @query('.reason') private about!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #work: Consumed<Work> = new Consumed(this, workContext);

  constructor() {
    super();
    new KeptFocus(this, () => this.about);
  }

  /** An undo that was left under way is looked at again. */
  override willUpdate(): void {
    if (this.change && undosOf(this.#work.value).has(this.change.id)) this.undoing = true;
  }

  override render() {
    const { words } = this.#localize;
    const { change } = this;
    if (!change) return nothing;
    const { reason, items, via, reverts, revertedBy } = change;
    return html`
      ${this.#head(change)} ${this.#times(change)}
      <skilldesk-change-items ?foreign=${via === 'elsewhere'} .items=${items}></skilldesk-change-items>
      <div class="row">
        ${reverts === undefined ? nothing : this.#other('history.reverts', reverts)}
        ${revertedBy === undefined ? nothing : this.#other('history.reverted', revertedBy)}
        ${
          this.#mayUndo(change)
            ? html`<button
                aria-expanded=${this.undoing ? 'true' : 'false'}
                aria-label=${words.text('open.about', { action: words.text('undo.open'), reason })}
                @click=${() => (this.undoing = !this.undoing)}
              >
                ${words.text('undo.open')}
              </button>`
            : nothing
        }
        ${
          this.#person.value.user.mayEdit
            ? html`<skilldesk-change-steering
                .change=${change}
                @skilldesk-change-steered=${({ change: steered }: ChangeSteered) => (this.change = steered)}
              ></skilldesk-change-steering>`
            : nothing
        }
      </div>
      ${this.undoing ? html`<skilldesk-undo-form .change=${change}></skilldesk-undo-form>` : nothing}
    `;
  }

  #head({ actor, createdAt, reason, via }: Change) {
    const { words } = this.#localize;
    // Nobody tells who did it, when, and why.
    if (via === 'elsewhere')
      return html`
        <p class="reason" tabindex="-1">${words.via(via)}</p>
        <p class="small weak">
          <time datetime=${createdAt}>${words.text('history.noticed', { time: words.time(createdAt) })}</time>
        </p>
      `;
    return html`
      <p class="reason" tabindex="-1">${reason}</p>
      <p class="small weak">
        ${via ? html`<span class="mark">${words.via(via)}</span> ` : nothing}<span title=${actor.email}
          >${actor.name}</span
        >${words.text('value.between')}<time datetime=${createdAt}>${words.time(createdAt)}</time>
      </p>
    `;
  }

  #times({ startsAt, until, endedAt, incident, terms }: Change) {
    const { words } = this.#localize;
    const at = (time: string) => words.time(time);
    const lines = [
      ...(startsAt === undefined ? [] : [words.text('history.begin', { time: at(startsAt) })]),
      ...(until === undefined
        ? []
        : [words.text(endedAt === undefined ? 'history.until' : 'history.ended', { time: at(until) })]),
      ...terms.map(({ at: time, actorName: who, until: end, ownerName: owner }) =>
        words.text('history.term', {
          time: at(time),
          who,
          end: end === null ? words.text('end.never') : at(end),
          owner,
        }),
      ),
      ...(incident ? [words.text(`incident.${incident.code}`)] : []),
    ];
    return lines.map((line) => html`<p class="small weak">${line}</p>`);
  }

  #other(key: 'history.reverts' | 'history.reverted', id: string) {
    const { words } = this.#localize;
    return html`<span class="small">${words.text(key)}</span> ${
        this.known.has(id)
          ? html`<button class="quiet" @click=${() => this.dispatchEvent(new ChangeWanted(id))}>
              ${words.text('history.show')}
            </button>`
          : nothing
      }`;
  }

  /** Once it is open, it stays so until its result has been read. */
  #mayUndo({ items, revertedBy }: Change): boolean {
    if (!this.#person.value.user.mayEdit) return false;
    const written = items.some(
      ({ outcome, diff, userId, deleted }) =>
        outcome === 'verified' && !deleted && (diff.length > 0 || userId !== undefined),
    );
    return this.undoing || (written && revertedBy === undefined);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-change-entry': ChangeEntry;
  }
}
