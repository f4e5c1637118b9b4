import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    padding: 8px 16px;
  }

  section + section {
    margin-top: 12px;
  }

  h3 {
    overflow-wrap: anywhere;
  }

  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 8px;
    align-items: center;
    padding: 2px 0;
  }

  .what {
    overflow-wrap: anywhere;
  }

  button {
    min-height: 28px;
    font-size: 12px;
  }

  skilldesk-conflict-choice {
    grid-column: 1 / -1;
    margin-bottom: 8px;
  }
`;
