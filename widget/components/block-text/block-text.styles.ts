import { css } from 'lit';

export const styles = css`
  :host {
    flex: none;
    display: block;
    max-height: 60%;
    padding: 8px 16px;
    overflow-y: auto;
    border-top: 1px solid var(--sd-line);
    background: var(--sd-surface);
  }

  textarea {
    display: block;
    width: 100%;
    min-height: 64px;
    margin-top: 6px;
    padding: 4px 8px;
    border: 1px solid var(--sd-border);
    border-radius: 8px;
    background: var(--sd-ground);
    color: inherit;
    font: 12px/18px monospace;
    tab-size: 16;
    white-space: pre;
  }

  .actions {
    display: flex;
    gap: 8px;
    align-items: center;
    margin-top: 8px;
  }
`;
