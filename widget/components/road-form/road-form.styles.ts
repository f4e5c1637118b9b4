import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    padding: 8px 16px;
    border-top: 1px solid var(--sd-line);
    background: var(--sd-surface);
  }

  .fields {
    display: grid;
    gap: 8px;
  }

  .recent {
    display: flex;
    gap: 4px;
    overflow-x: auto;
    padding: 2px;
  }

  .recent button {
    flex: none;
    max-width: 200px;
    min-height: 24px;
    padding: 0 8px;
    overflow: hidden;
    font-size: 12px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .agree {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 4px 0;
  }

  .begin {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: flex-end;
  }

  .begin label {
    flex: 1 1 160px;
  }

  .row,
  .asking {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    justify-content: flex-end;
  }

  .row .later {
    margin-right: auto;
    padding: 0;
  }

  .asking span {
    flex: 1 1 100%;
  }
`;
