import { css } from 'lit';

export const styles = css`
  :host {
    flex: none;
    display: block;
    border-top: 1px solid var(--sd-line);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    padding: 4px 16px 4px 20px;
  }

  label {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
  }

  .give {
    display: flex;
    flex: 1 1 280px;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }

  .give select {
    flex: 1 1 160px;
    max-width: 320px;
  }

  .give .fault {
    flex-basis: 100%;
  }
`;
