import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  header {
    padding: 12px 16px;
    border-bottom: 1px solid var(--sd-line);
    overflow-wrap: anywhere;
  }

  h2 {
    font-size: 16px;
    line-height: 24px;
  }

  h2:focus {
    outline: none;
  }

  li {
    display: block;
  }
`;
