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
    flex: 1 1 140px;
    min-width: 0;
    max-width: 180px;
  }

  .tick {
    display: flex;
    flex: none;
    gap: 8px;
    max-width: none;
    align-items: center;
    min-height: 32px;
  }

  .fault {
    flex-basis: 100%;
  }
`;
