import { css } from 'lit';

export const styles = css`
  :host {
    flex: none;
    display: block;
    max-height: 50%;
    padding: 8px 16px;
    overflow-y: auto;
    border-top: 1px solid var(--sd-line);
    background: var(--sd-warning-weak);
  }

  .names {
    max-height: 64px;
    overflow-y: auto;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 8px;
  }
`;
