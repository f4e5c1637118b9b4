import { css } from 'lit';
import { controls } from '../styles/controls.ts';

const own = css`
  :host {
    display: block;
  }

  h2 {
    font-size: 22px;
    line-height: 28px;
    margin-bottom: 4px;
  }

  h3 {
    font-size: 16px;
    line-height: 22px;
    margin: 24px 0 8px;
  }

  h4 {
    margin: 16px 0 4px;
  }

  p + p,
  p + a,
  p + button,
  ul + button {
    margin-top: 8px;
  }

  p + a {
    display: inline-block;
  }

  ol.numbered {
    list-style: decimal;
    padding-left: 24px;
  }

  a {
    color: var(--sd-accent);
  }

  code,
  pre {
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: 12px;
    overflow-wrap: anywhere;
  }

  pre {
    margin: 8px 0 0;
    padding: 8px;
    overflow: auto;
    max-height: 320px;
    background: var(--sd-surface);
    border-radius: 8px;
    white-space: pre-wrap;
  }

  form,
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    max-width: 640px;
    margin-top: 12px;
  }

  label {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    gap: 4px;
    font-weight: 600;
  }

  label.choice {
    display: flex;
    min-height: 28px;
    align-items: center;
    gap: 8px;
    font-weight: 400;
  }

  label .weak,
  th .weak,
  input,
  select,
  textarea {
    font-weight: 400;
  }

  legend {
    margin-bottom: 8px;
    padding: 0;
    font-weight: 600;
  }

  fieldset.stack {
    gap: 8px;
    margin-top: 24px;
  }

  form.wide {
    max-width: none;
  }

  input[type='file'] {
    max-width: 100%;
  }

  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(200px, 1fr));
    align-items: start;
    gap: 12px;
  }

  input[type='password'],
  input[type='url'],
  input[type='time'],
  textarea {
    width: 100%;
    min-height: 32px;
    padding: 4px 8px;
    border: 1px solid var(--sd-border);
    border-radius: 8px;
    background: var(--sd-ground);
    color: var(--sd-text);
    font: inherit;
  }

  textarea {
    min-height: 120px;
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: 12px;
  }

  input[type='radio'] {
    accent-color: var(--sd-accent);
  }

  .row {
    display: flex;
    min-width: 0;
    flex-wrap: wrap;
    gap: 8px;
    align-items: end;
  }

  .note {
    margin-top: 12px;
    padding: 8px 12px;
    border-radius: 8px;
    background: var(--sd-info-weak);
  }

  .note.good {
    background: var(--sd-success-weak);
    color: var(--sd-success);
  }

  .note.bad {
    background: var(--sd-error-weak);
    color: var(--sd-error);
  }

  .lines {
    white-space: pre-line;
  }

  .facts {
    display: grid;
    gap: 4px;
    margin-top: 8px;
  }

  .facts > div {
    display: grid;
    grid-template-columns: minmax(120px, 200px) 1fr;
    align-items: baseline;
    gap: 8px;
  }

  .facts dt {
    color: var(--sd-text-weak);
  }

  .facts dd {
    overflow-wrap: anywhere;
  }

  .steps > li,
  .cards > li {
    padding: 12px 0;
    border-bottom: 1px solid var(--sd-line);
  }

  .state {
    font-weight: 600;
  }

  .state.good {
    color: var(--sd-success);
  }

  .state.bad {
    color: var(--sd-error);
  }

  .state.open {
    color: var(--sd-warning);
  }

  .scroll {
    overflow-x: auto;
    margin-top: 12px;
  }

  table {
    border-collapse: collapse;
    width: 100%;
  }

  td time {
    display: inline-block;
    min-width: 88px;
  }

  td code,
  td button {
    white-space: nowrap;
  }

  th,
  td {
    text-align: left;
    vertical-align: top;
    padding: 8px 12px 8px 0;
    border-bottom: 1px solid var(--sd-line);
  }

  @media (max-width: 560px) {
    .facts > div {
      grid-template-columns: 1fr;
      gap: 0;
    }
  }
`;

/** Of every page of the console, beside what the widget's elements share. */
export const pageStyles = [controls, own];
