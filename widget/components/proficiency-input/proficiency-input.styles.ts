import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  .pair {
    display: flex;
    gap: 12px;
    align-items: center;
  }

  input[type='range'] {
    flex: 1 1 96px;
    min-width: 64px;
    max-width: 280px;
    height: 24px;
    margin: 0;
  }

  input[type='number'] {
    flex: none;
    width: 64px;
  }
`;
