import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: end;
  }

  label {
    display: block;
    flex: 0 1 180px;
    min-width: 0;
  }

  .tick {
    display: flex;
    flex: none;
    gap: 8px;
    align-items: center;
    min-height: 32px;
  }

  .fault {
    flex-basis: 100%;
  }
`;
