import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  .choice {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
  }

  .choice label {
    display: flex;
    flex: 1 1 220px;
    gap: 8px;
    align-items: center;
    min-width: 0;
  }

  select {
    flex: 1;
  }

  .outcome {
    flex: 2 1 120px;
  }

  .own {
    display: block;
    margin-top: 4px;
  }
`;
