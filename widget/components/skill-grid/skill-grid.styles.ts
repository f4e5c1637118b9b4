import { css, unsafeCSS } from 'lit';
import { headHeight, headWidth, narrow, rowHeight, wide } from './grid-viewport.ts';

const px = (length: number) => unsafeCSS(`${length}px`);

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
  }

  .scroll {
    position: relative;
    flex: 1;
    min-height: 120px;
    overflow: auto;
    border-top: 1px solid var(--sd-line);
    overscroll-behavior: contain;
  }

  .table {
    position: relative;
    user-select: none;
  }

  .heads {
    position: sticky;
    z-index: 2;
    top: 0;
    height: ${px(headHeight)};
    background: var(--sd-surface);
    border-bottom: 1px solid var(--sd-border);
  }

  .row {
    position: absolute;
    left: 0;
    display: flex;
    width: 100%;
    height: ${px(rowHeight)};
    border-bottom: 1px solid var(--sd-line);
  }

  .head {
    position: sticky;
    z-index: 1;
    left: 0;
    display: flex;
    gap: 4px;
    align-items: center;
    flex: none;
    width: ${px(headWidth)};
    padding-right: 8px;
    border-right: 1px solid var(--sd-border);
    background: var(--sd-surface);
  }

  .cell {
    flex: none;
    width: ${px(narrow)};
    padding: 0 8px;
    overflow: clip;
    border-right: 1px solid var(--sd-line);
    line-height: 35px;
    text-align: center;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .heads .cell {
    display: flex;
    align-items: center;
    padding: 0;
  }

  .cell.wide {
    width: ${px(wide)};
    text-align: left;
  }

  .heads .cell.wide button {
    padding: 0 8px;
  }

  .cell.absent {
    color: var(--sd-text-weak);
  }

  .cell.locked {
    background: var(--sd-surface);
    color: var(--sd-text-weak);
    font-style: italic;
  }

  .cell.selected {
    outline: 1px solid var(--sd-accent);
    outline-offset: -1px;
    background: var(--sd-accent-weak);
  }

  .cell.unsaved {
    color: var(--sd-info);
    font-weight: 600;
    box-shadow: inset 0 -3px var(--sd-accent);
  }

  .cell.unsaved::before {
    content: '●';
    content: '●' / '';
    margin-right: 4px;
    font-size: 8px;
    vertical-align: middle;
  }

  .cell.conflict {
    color: var(--sd-warning);
    box-shadow: inset 0 0 0 3px var(--sd-warning-weak);
  }

  .cell.conflict::before {
    content: '⚠';
    content: '⚠' / '';
    font-size: 12px;
  }

  .table :focus-visible,
  .table [tabindex='0'].cell:focus {
    outline: 2px solid var(--sd-focus);
    outline-offset: -2px;
  }

  .table button {
    flex: 1;
    min-width: 0;
    height: 100%;
    padding: 0 8px;
    overflow: hidden;
    border: 0;
    border-radius: 0;
    text-align: left;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .heads .cell button {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    height: auto;
    max-height: 40px;
    padding: 0 4px;
    font-size: 13px;
    line-height: 18px;
    text-align: inherit;
    white-space: normal;
    overflow-wrap: anywhere;
  }

  .head .small,
  .head .mark {
    flex: none;
  }

  .head svg,
  .heads svg {
    flex: none;
  }

  .status {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    justify-content: space-between;
    min-height: 28px;
    padding: 4px 12px;
    border-top: 1px solid var(--sd-line);
    background: var(--sd-surface);
    overflow-wrap: anywhere;
  }

  @media (forced-colors: active) {
    .cell.unsaved {
      text-decoration: underline;
    }
  }
`;
