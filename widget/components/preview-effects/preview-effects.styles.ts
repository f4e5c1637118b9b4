import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    padding: 2px 0 4px;
    overflow-wrap: anywhere;
  }

  .queues > li {
    padding: 2px 0 2px 8px;
    border-left: 3px solid var(--sd-line);
    margin-top: 2px;
  }

  .queues > .warning {
    border-color: var(--sd-warning);
  }

  .queues > .unknown {
    border-left-style: dashed;
    border-color: var(--sd-border);
  }

  .warnings {
    color: var(--sd-warning);
  }

  .warnings li::before {
    content: '! ';
    content: '! ' / '';
    font-weight: 700;
  }
`;
