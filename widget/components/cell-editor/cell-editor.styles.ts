import { css } from 'lit';

export const styles = css`
  :host {
    position: absolute;
    z-index: 1;
    display: block;
  }

  input[type='text'] {
    height: 36px;
    border-radius: 0;
  }

  .choices,
  .fault {
    max-height: 240px;
    padding: 8px 12px;
    overflow-y: auto;
    border: 1px solid var(--sd-border);
    border-radius: 8px;
    background: var(--sd-ground);
    box-shadow: 0 4px 12px rgb(0 0 0 / 25%);
  }

  .choices button {
    margin-top: 8px;
  }
`;
