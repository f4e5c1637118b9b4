import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    flex: 1;
    width: 100%;
    height: 100%;
    padding: 24px 16px;
    overflow-y: auto;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }

  .column {
    display: flex;
    flex-direction: column;
    gap: 12px;
    max-width: 560px;
    margin: 0 auto;
  }

  h3 {
    margin-bottom: -8px;
  }

  h2 {
    font-size: 18px;
    line-height: 24px;
  }

  skilldesk-copy-text {
    margin-left: -8px;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
  }
`;
