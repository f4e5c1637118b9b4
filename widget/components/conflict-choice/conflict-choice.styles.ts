import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    margin-top: 4px;
  }

  .box {
    padding: 8px 12px;
    border: 1px solid var(--sd-warning);
    border-radius: 8px;
    background: var(--sd-warning-weak);
  }

  .title {
    color: var(--sd-warning);
    font-weight: 600;
  }

  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 12px;
    margin: 4px 0 8px;
    overflow-wrap: anywhere;
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  button {
    background: var(--sd-ground);
    min-height: 32px;
    height: auto;
    padding: 4px 12px;
    overflow-wrap: anywhere;
  }
`;
