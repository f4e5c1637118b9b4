import { css } from 'lit';

/** Buttons, fields and small things that every element draws alike. */
export const controls = css`
  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
  }

  fieldset {
    border: 0;
    min-width: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  h2,
  h3,
  h4 {
    font-size: 14px;
    line-height: 20px;
    font-weight: 600;
  }

  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }

  button {
    min-height: 32px;
    padding: 0 12px;
    border: 1px solid var(--sd-border);
    border-radius: 16px;
    background: transparent;
    cursor: pointer;
  }

  button:hover {
    background: var(--sd-hover);
  }

  button.primary {
    border-color: var(--sd-accent);
    background: var(--sd-accent);
    color: var(--sd-on-accent);
    font-weight: 600;
  }

  button.primary:hover {
    border-color: var(--sd-accent-hover);
    background: var(--sd-accent-hover);
  }

  button.primary[aria-disabled='true'] {
    border-color: var(--sd-border);
    background: transparent;
    color: var(--sd-text-weak);
    cursor: default;
  }

  button.quiet {
    border-color: transparent;
    color: var(--sd-accent);
    padding: 0 8px;
  }

  button.danger {
    border-color: var(--sd-error);
    color: var(--sd-error);
  }

  input[type='text'],
  input[type='search'],
  input[type='number'],
  input[type='datetime-local'],
  select {
    width: 100%;
    min-width: 0;
    height: 32px;
    padding: 0 8px;
    border: 1px solid var(--sd-border);
    border-radius: 8px;
    background: var(--sd-ground);
    color: var(--sd-text);
  }

  input[aria-invalid='true'] {
    border-color: var(--sd-error);
    box-shadow: inset 0 0 0 1px var(--sd-error);
  }

  input::placeholder {
    color: var(--sd-text-weak);
    opacity: 1;
  }

  /* With the line above or below it. */
  input:focus,
  select:focus {
    scroll-margin: 32px 0;
  }

  input[type='checkbox'],
  input[type='range'] {
    accent-color: var(--sd-accent);
  }

  input[type='checkbox'] {
    width: 16px;
    height: 16px;
    margin: 0;
    flex: none;
  }

  :focus-visible {
    outline: 2px solid var(--sd-focus);
    outline-offset: 2px;
  }

  .weak {
    color: var(--sd-text-weak);
  }

  .small {
    font-size: 12px;
    line-height: 16px;
  }

  .fault {
    color: var(--sd-error);
    font-size: 12px;
    line-height: 16px;
  }

  .mark {
    display: inline-block;
    padding: 0 6px;
    border-radius: 4px;
    font-size: 12px;
    line-height: 18px;
    white-space: nowrap;
    background: var(--sd-hover);
    color: var(--sd-text);
  }

  .mark.unsaved {
    background: var(--sd-accent-weak);
    color: var(--sd-info);
    white-space: normal;
  }

  .mark.unsaved::before {
    content: '●';
    content: '●' / '';
    margin-right: 4px;
  }

  .mark.conflict {
    background: var(--sd-warning-weak);
    color: var(--sd-warning);
    white-space: normal;
  }

  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .empty {
    padding: 24px 16px;
    color: var(--sd-text-weak);
    text-align: center;
    text-wrap: balance;
  }

  @media (prefers-reduced-motion: no-preference) {
    /* The border stays out of it: it is a tab’s that is chosen, and each frame of its change would wait for the view to be painted. */
    button {
      transition: background-color 0.1s;
    }
  }

  @media (forced-colors: active) {
    .mark,
    button.primary {
      border: 1px solid;
    }
  }
`;
