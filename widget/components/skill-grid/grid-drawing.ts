import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SkillProfileView, SkillView } from '../../../shared/api.ts';
import { shownText } from '../../grid/cell-text.ts';
import type { Cell } from '../../grid/cell.ts';
import type { SheetOrder } from '../../grid/sheet-view.ts';
import { numbersIn } from '../../grid/span.ts';
import { lockIcon } from '../../styles/icons.ts';
import type { Work } from '../../work/work-of-person.ts';
import { valueWords } from './cell-words.ts';
import type { Scene } from './grid-editing.ts';
import { placed } from './placed.ts';
import { headHeight, isWide, rowHeight, type GridViewport } from './grid-viewport.ts';

/** All that the rows and columns in sight are drawn from. */
export interface Drawing extends Scene {
  readonly viewport: GridViewport;
  readonly work: Work;
  readonly mayEdit: boolean;
  readonly sort: (skillId?: string) => void;
  readonly open: (skillProfileId: string) => void;
}

/** The heads and the rows in sight, and those of the cursor wherever they are: the focus is never lost by scrolling. */
export function drawRows(drawing: Drawing) {
  const { sheet, cursor, viewport } = drawing;
  const columns = numbersIn(viewport.columns, cursor.active.column);
  return html`
    <div role="rowgroup" class="heads">${drawHeads(drawing, columns)}</div>
    <div role="rowgroup">
      ${repeat(
        numbersIn(viewport.rows, cursor.active.row),
        (row) => sheet.rows[row]?.id,
        (row) => drawRow(drawing, row, columns),
      )}
    </div>
  `;
}

function drawHeads(drawing: Drawing, columns: readonly number[]) {
  const { sheet, words, work, sort } = drawing;
  const { order } = work.sheet.part;
  return html`
    <div role="row" aria-rowindex="1" class="row" ${placed(`height: ${headHeight}px`)}>
      <div role="columnheader" aria-colindex="1" class="head" aria-sort=${sorted(order, undefined)}>
        <button tabindex=${stop(drawing, -1, -1)} @click=${() => sort()}>
          ${words.text('grid.profile')}${arrow(order, undefined)}
        </button>
      </div>
      ${repeat(
        columns,
        (column) => sheet.columns[column]?.id,
        (_, at) => drawHead(drawing, columns, at),
      )}
    </div>
  `;
}

function drawHead(drawing: Drawing, columns: readonly number[], at: number) {
  const { sheet, words, work, sort } = drawing;
  const column = columns[at] ?? 0;
  const skill = sheet.columns[column];
  if (!skill) return nothing;
  const { order } = work.sheet.part;
  const why = skill.protected ? words.text('skill.protected') : skill.active ? '' : words.text('skill.inactive');
  return html`
    <div
      role="columnheader"
      aria-colindex=${column + 2}
      aria-sort=${sorted(order, skill.id)}
      class="cell ${isWide(skill) ? 'wide' : ''} ${skill.protected ? 'locked' : ''}"
      title=${why === '' ? skill.name : `${skill.name}: ${why}`}
      ${placed(placeOf(drawing, columns, at))}
    >
      <button tabindex=${stop(drawing, -1, column)} @click=${() => sort(skill.id)}>
        ${skill.name}${arrow(order, skill.id)}${
          why === '' ? nothing : html` ${lockIcon}<span class="hidden-text">, ${why}</span>`
        }
      </button>
    </div>
  `;
}

function drawRow(drawing: Drawing, row: number, columns: readonly number[]) {
  const { sheet, words, open } = drawing;
  const profile = sheet.rows[row];
  if (!profile) return nothing;
  return html`
    <div role="row" class="row" aria-rowindex=${row + 2} ${placed(`top: ${headHeight + row * rowHeight}px`)}>
      <div role="rowheader" aria-colindex="1" class="head">
        <button
          tabindex=${stop(drawing, row, -1)}
          title=${words.text('grid.open', { profile: profile.name })}
          @click=${() => open(profile.id)}
        >
          ${profile.name}
        </button>
        ${drawRowMarks(drawing, profile)}
      </div>
      ${repeat(
        columns,
        (column) => sheet.columns[column]?.id,
        (_, at) => drawCell(drawing, profile, row, columns, at),
      )}
    </div>
  `;
}

function drawRowMarks({ words, work, mayEdit }: Drawing, profile: SkillProfileView) {
  const { id, editable, usedBy } = profile;
  const { unsaved, saves } = work;
  const changes = unsaved.countIn(id);
  const why = editable || !mayEdit ? '' : words.text('profiles.why-read-only', { reason: words.whyReadOnly(profile) });
  return html`
    ${why === '' ? nothing : html`<span title=${why}>${lockIcon}<span class="hidden-text">${why}</span></span>`}
    ${
      saves.busy.has(id)
        ? html`<span class="mark">${words.text('skill.writing')}</span>`
        : changes > 0
          ? html`<span class="mark unsaved" title=${words.count('profiles.unsaved', changes)}>
              <span aria-hidden="true">${changes}</span>
              <span class="hidden-text">${words.count('profiles.unsaved', changes)}</span>
            </span>`
          : html`<span class="small weak">${words.count('profiles.agents', usedBy.agents)}</span>`
    }
  `;
}

function drawCell(drawing: Drawing, profile: SkillProfileView, row: number, columns: readonly number[], at: number) {
  const { sheet, cells, cursor, words } = drawing;
  const column = columns[at] ?? 0;
  const skill = sheet.columns[column];
  if (!skill) return nothing;
  const cell = cells.at(profile, skill);
  const text = shownText(cell.value, skill, words);
  const selected = cursor.selects(profile.id, skill.id);
  return html`<div
    role="gridcell"
    aria-colindex=${column + 2}
    aria-selected=${selected ? 'true' : 'false'}
    aria-readonly=${cell.lock ? 'true' : 'false'}
    aria-label=${isPlain(cell) ? nothing : valueWords(cell, skill, words)}
    title=${cell.lock && cell.lock !== 'viewer' ? words.text(`grid.lock-${cell.lock}`) : ''}
    tabindex=${stop(drawing, row, column)}
    class=${classesOf(cell, skill, selected)}
    ${placed(placeOf(drawing, columns, at))}
    .textContent=${text}
  ></div>`;
}

/** What is seen says all that there is to say. */
const isPlain = ({ value, unsaved }: Cell): boolean =>
  !unsaved && value !== null && value !== undefined && value !== '';

function classesOf({ value, unsaved, lock }: Cell, skill: SkillView, selected: boolean): string {
  let classes = 'cell';
  if (isWide(skill)) classes += ' wide';
  if (value === null) classes += ' absent';
  if (lock && lock !== 'viewer') classes += ' locked';
  if (selected) classes += ' selected';
  if (unsaved) classes += unsaved.conflict ? ' unsaved conflict' : ' unsaved';
  return classes;
}

/** Cells stand in a line; where columns before one are not drawn, their width is kept free. */
function placeOf({ viewport }: Drawing, columns: readonly number[], at: number): string {
  const column = columns[at] ?? 0;
  const before = columns[at - 1] ?? -1;
  const free = viewport.leftOf(column) - viewport.leftOf(before + 1);
  return free > 0 ? `margin-left: ${free}px` : '';
}

/** One place of the grid is in the page's tab order: where the cursor is. */
const stop = ({ cursor: { active } }: Drawing, row: number, column: number): number =>
  active.row === row && active.column === column ? 0 : -1;

const sorted = ({ skillId, descending }: SheetOrder, of: string | undefined) =>
  skillId === of ? (descending ? 'descending' : 'ascending') : 'none';

const arrow = ({ skillId, descending }: SheetOrder, of: string | undefined) =>
  skillId === of ? html`<span aria-hidden="true"> ${descending ? '▼' : '▲'}</span>` : nothing;
