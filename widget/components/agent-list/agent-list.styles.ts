import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
  }

  .search {
    padding: 12px 16px 8px;
  }

  .search input {
    max-width: 480px;
  }

  .scroll {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    border-top: 1px solid var(--sd-line);
  }

  li {
    display: block;
  }

  .more {
    padding: 12px 16px;
  }
`;
