import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  label {
    display: inline-flex;
    gap: 8px;
    align-items: center;
    min-height: 24px;
    overflow-wrap: anywhere;
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
  }

  .text {
    display: flex;
    gap: 8px;
    align-items: center;
  }

  .text span {
    flex: none;
  }
`;
