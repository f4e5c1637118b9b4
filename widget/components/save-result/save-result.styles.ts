import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    border-bottom: 1px solid var(--sd-line);
  }

  .head {
    display: flex;
    gap: 8px;
    align-items: flex-start;
  }

  .title {
    flex: 1;
    font-weight: 600;
  }

  .steering {
    display: flex;
    gap: 8px;
    align-items: center;
    margin: 4px 0;
  }

  .steering progress {
    flex: 1;
    accent-color: var(--sd-accent);
  }

  .steering button {
    background: var(--sd-ground);
  }

  .again {
    margin-top: 8px;
    background: var(--sd-ground);
  }

  .head button {
    flex: none;
    min-height: 24px;
    width: 24px;
    padding: 0;
    border-color: transparent;
    font-size: 16px;
    line-height: 1;
  }
`;
