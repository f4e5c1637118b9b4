import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    padding: 12px 16px 16px;
  }

  .pair {
    display: flex;
    gap: 8px;
    margin-top: 4px;
    max-width: 400px;
  }
`;
