import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    height: 100%;
    overflow-y: auto;
    padding: 12px 16px 16px;
  }

  .head {
    display: flex;
    gap: 8px;
    align-items: center;
    justify-content: space-between;
  }

  h2 {
    font-size: 16px;
    line-height: 24px;
  }

  .change {
    padding: 8px 0;
    border-bottom: 1px solid var(--sd-line);
    overflow-wrap: anywhere;
  }

  .more {
    margin-top: 12px;
  }

  .more[aria-disabled='true'] {
    color: var(--sd-text-weak);
    cursor: default;
  }

  .empty:empty {
    padding: 0;
  }
`;
