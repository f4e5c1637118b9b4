import { css } from 'lit';

export const styles = css`
  :host {
    flex: none;
    display: block;
    min-height: 0;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    padding: 8px 12px;
  }

  .bar input {
    flex: 1 1 200px;
    max-width: 320px;
  }

  button[aria-disabled='true'] {
    color: var(--sd-text-weak);
    cursor: default;
  }

  .panel {
    max-height: 200px;
    padding: 4px 12px 12px;
    overflow-y: auto;
  }

  ul {
    columns: 320px;
  }
`;
