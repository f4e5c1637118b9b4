import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    padding: 8px 0 12px;
    border-bottom: 1px solid var(--sd-line);
    overflow-wrap: anywhere;
  }

  .reason,
  .when {
    font-weight: 600;
  }

  .attention {
    color: var(--sd-error);
  }

  .actions,
  .another {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
    margin-top: 4px;
  }

  .another skilldesk-end-picker {
    flex: 1 1 240px;
  }

  .actions button {
    min-height: 28px;
    font-size: 12px;
  }
`;
