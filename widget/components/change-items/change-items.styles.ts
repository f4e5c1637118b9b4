import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  li {
    padding: 4px 0;
    overflow-wrap: anywhere;
  }

  .outcome {
    font-weight: 600;
  }

  .outcome::before {
    margin-right: 4px;
  }

  .success {
    color: var(--sd-success);
  }

  .success::before {
    content: '✓';
    content: '✓' / '';
  }

  .warning {
    color: var(--sd-warning);
  }

  .warning::before {
    content: '!';
    content: '!' / '';
  }

  .error {
    color: var(--sd-error);
  }

  .error::before {
    content: '×';
    content: '×' / '';
  }

  .info {
    color: var(--sd-info);
  }

  .info::before {
    content: '○';
    content: '○' / '';
  }

  .diff {
    padding-left: 16px;
  }

  .diff li {
    padding: 0;
  }
`;
