import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    position: relative;
  }

  ul {
    max-height: 200px;
    margin-top: 4px;
    overflow-y: auto;
    border: 1px solid var(--sd-border);
    border-radius: 8px;
    background: var(--sd-ground);
  }

  li {
    padding: 4px 8px;
    cursor: pointer;
  }

  li[aria-selected='true'] {
    background: var(--sd-accent-weak);
    outline: 2px solid var(--sd-focus);
    outline-offset: -2px;
  }
`;
