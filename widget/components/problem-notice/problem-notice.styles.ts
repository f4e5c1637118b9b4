import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
  }

  .words {
    flex: 1 1 200px;
  }
`;
