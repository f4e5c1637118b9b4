import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Person } from '../../api/session.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, personContext, workContext } from '../../contexts.ts';
import { Cells } from '../../grid/cell.ts';
import { Cursor, type Place } from '../../grid/cursor.ts';
import { commandOf, type GridCommand } from '../../grid/grid-command.ts';
import { Sheet, sheetOf } from '../../grid/sheet.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import type { Work } from '../../work/work-of-person.ts';
import type { GridAsked } from '../grid-toolbar/grid-toolbar.ts';
import { HistoryWanted } from '../history-filters/history-wanted.ts';
import { ProfilePicked } from '../profile-list/profile-list.ts';
import { GridCellEditor } from './grid-cell-editor.ts';
import { GridClipboard } from './grid-clipboard.ts';
import { drawRows } from './grid-drawing.ts';
import { GridEditing, type Scene } from './grid-editing.ts';
import { GridPanels } from './grid-panels.ts';
import { GridPointer } from './grid-pointer.ts';
import { GridViewport, type Size } from './grid-viewport.ts';
import { placed } from './placed.ts';
import { styles } from './skill-grid.styles.ts';

const noSheet = new Sheet([], []);

/** Skill profiles in rows and skills in columns, read and edited like a spreadsheet. */
export class SkillGrid extends LitElement {
  static override styles = [controls, styles];

  /** What its surroundings leave to it, so that it can draw what will be seen at once. */
  @property({ attribute: false }) room: Size | undefined;

  @state() private said = '';

  @query('.scroll') private scroller!: HTMLElement | null;
  @query('.table [tabindex="0"]') private stop!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (one) => [one]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved, saves, sheet }) => [
    unsaved,
    saves,
    sheet,
  ]);
  readonly #viewport: GridViewport = new GridViewport(this);
  readonly #cursor: Cursor = new Cursor(noSheet);
  readonly #editing: GridEditing = new GridEditing(
    () => this.#scene,
    (text) => (this.said = text),
    (question) => this.#panels.show(question),
  );
  readonly #panels: GridPanels = new GridPanels(this, this.#editing);
  readonly #editor: GridCellEditor = new GridCellEditor(this, this.#editing, this.#viewport, (rows) =>
    this.#move(rows, 0, false),
  );
  readonly #pointer: GridPointer = new GridPointer(this.#viewport, {
    goTo: (place, extend) => this.#goTo(place, extend),
    extend: (rows, columns) => this.#move(rows, columns, true),
  });
  readonly #clipboard: GridClipboard = new GridClipboard({
    text: () => this.#editing.text,
    copied: () => this.#editing.sayCopied(),
    paste: (text) => this.#editing.paste(text),
    denied: () => this.#panels.show('text'),
  });
  #sheet = noSheet;
  #madeFrom: readonly unknown[] = [];
  #takesFocus = false;

  override willUpdate(): void {
    if (this.room) this.#viewport.expect(this.room);
    const list = this.#organization.value.profiles.value;
    const agents = this.#organization.value.agents.value?.agents ?? [];
    const { part } = this.#work.value.sheet;
    const { locale } = this.#localize.words;
    const from = [list, agents, part, locale];
    if (list && from.some((one, at) => one !== this.#madeFrom[at])) {
      this.#madeFrom = from;
      this.#sheet = sheetOf(list, agents, part, locale);
      this.#cursor.follow(this.#sheet);
      this.#viewport.contain(this.#sheet.rows.length, this.#sheet.columns);
    }
    this.#takesFocus ||= this.stop !== null && this.shadowRoot?.activeElement === this.stop;
  }

  override render() {
    const { words } = this.#localize;
    const { rows, columns } = this.#sheet;
    return html`
      <skilldesk-grid-toolbar
        .rows=${rows.length}
        .idle=${this.#idle}
        @skilldesk-grid-asked=${({ action }: GridAsked) => this.#act(action)}
      ></skilldesk-grid-toolbar>
      <div class="scroll" @scroll=${this.#viewport.onScroll}>
        <div
          class="table"
          role="grid"
          aria-label=${words.text('grid.label')}
          aria-rowcount=${rows.length + 1}
          aria-colcount=${columns.length + 1}
          aria-multiselectable="true"
          ${placed(`width: ${this.#viewport.width}px; height: ${this.#viewport.height}px`)}
          @keydown=${this.#onKeydown}
          @pointerdown=${this.#pointer.onDown}
          @pointermove=${this.#pointer.onMove}
          @click=${this.#pointer.onClick}
          @dblclick=${() => this.#edit()}
          @copy=${this.#clipboard.onCopy}
          @paste=${this.#clipboard.onPaste}
        >
          ${drawRows({
            ...this.#scene,
            viewport: this.#viewport,
            work: this.#work.value,
            mayEdit: this.#person.value.user.mayEdit,
            sort: this.#sort,
            open: this.#open,
          })}
        </div>
        ${rows.length === 0 ? html`<p class="empty">${words.text('grid.no-match')}</p>` : nothing}
        ${this.#editor.render(this.#scene)}
      </div>
      ${this.#panels.render(this.#scene)}
      <div class="status small">
        <span class="weak">${this.#editing.whereabouts}</span>
        <span role="status">${this.said}</span>
      </div>
    `;
  }

  /** Drawing anew may have taken the focused cell out of the page: the cursor's has the focus then. */
  override updated(): void {
    this.#viewport.watch(this.scroller);
    if (!this.#takesFocus || this.#editor.isOpen) return;
    this.#takesFocus = false;
    if (this.shadowRoot?.activeElement !== this.stop) this.stop?.focus({ preventScroll: true });
  }

  /** Its cursor takes the focus. */
  override focus(): void {
    this.#takesFocus = true;
    this.requestUpdate();
  }

  get #scene(): Scene {
    const { unsaved, steps } = this.#work.value;
    return {
      sheet: this.#sheet,
      cursor: this.#cursor,
      cells: new Cells(unsaved, this.#person.value.user.mayEdit),
      words: this.#localize.words,
      steps,
      organization: this.#organization.value,
    };
  }

  get #idle(): ReadonlySet<string> {
    const { steps } = this.#work.value;
    const idle = { undo: !steps.canUndo, redo: !steps.canRedo, set: !this.#cursor.many };
    return new Set(Object.entries(idle).flatMap(([action, none]) => (none ? [action] : [])));
  }

  #onKeydown(event: KeyboardEvent): void {
    this.#clipboard.expect(event);
    const command = commandOf(event, this.#viewport.page);
    if (!command || !this.#run(command)) return;
    event.preventDefault();
    this.requestUpdate();
  }

  /** Says whether the key is used up: Enter and Space on a head press its button. */
  #run(command: GridCommand): boolean {
    const editing = this.#editing;
    if (command.kind !== 'type') editing.forgetDigit();
    switch (command.kind) {
      case 'move':
        this.#move(command.rows, command.columns, command.extend);
        return true;
      case 'select':
        this.#cursor.select(command.what);
        this.#editing.saySelected();
        return true;
      case 'leave':
        this.#move(0, 0, false);
        return true;
      case 'fill':
        editing.fill(command.direction);
        return true;
      case 'undo':
      case 'redo':
        editing.walk(command.kind);
        return true;
      case 'remove':
        editing.remove();
        return true;
      case 'history':
        return this.#showHistory();
      case 'type':
        if (editing.spot?.skill.skillType === 'TEXT') this.#edit(command.text);
        else editing.type(command.text);
        return true;
      default:
        return this.#edit(undefined, command.kind === 'press');
    }
  }

  /** Opens the editor of the cursor's cell, or turns yes and no at once. Space opens choices only. */
  #edit(typed?: string, pressed = false): boolean {
    const { spot } = this.#editing;
    if (!spot) return false;
    const { skillType } = spot.skill;
    if (skillType === 'BOOLEAN') this.#editing.set(spot, spot.value !== true);
    else if ((!pressed || skillType === 'ENUM') && !this.#editing.refuses(spot)) this.#editor.open(spot, typed);
    return true;
  }

  #showHistory(): boolean {
    const { spot } = this.#editing;
    if (!spot) return false;
    this.dispatchEvent(new HistoryWanted({ skillProfileId: spot.profile.id, skillId: spot.skill.id }));
    return true;
  }

  #move(rows: number, columns: number, extend: boolean): void {
    this.#cursor.move(rows, columns, extend);
    this.#viewport.reveal(this.#cursor.active);
    this.#arrive();
  }

  /** Nothing is scrolled: a second click at the same point, or the end of a drag, would meet another cell. */
  #goTo(place: Place, extend: boolean): void {
    this.#editing.forgetDigit();
    this.#cursor.goTo(place, extend);
    this.#arrive();
  }

  #arrive(): void {
    this.#editing.saySelected();
    this.focus();
  }

  #act(action: GridAsked['action']): void {
    if (this.#idle.has(action)) return;
    if (action === 'set' || action === 'text') this.#panels.show(action);
    else this.#editing.walk(action);
  }

  readonly #sort = (skillId?: string): void => {
    const { sheet } = this.#work.value;
    const { order } = sheet.part;
    const same = order.skillId === skillId;
    // Of a skill, the highest first: that is what one looks for.
    const descending = same ? !order.descending : skillId !== undefined;
    sheet.show({ order: { ...(skillId !== undefined && { skillId }), descending } });
  };

  readonly #open = (skillProfileId: string): void => {
    this.dispatchEvent(new ProfilePicked(skillProfileId));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-skill-grid': SkillGrid;
  }
}
