import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }

  .notice {
    display: flex;
    gap: 8px;
    align-items: baseline;
    padding: 8px 12px;
    border-left: 4px solid;
    background: var(--sd-info-weak);
    border-color: var(--sd-info);
  }

  .icon {
    flex: none;
    width: 20px;
    height: 20px;
    border-radius: 50%;
    font-size: 12px;
    font-weight: 700;
    line-height: 20px;
    text-align: center;
    color: var(--sd-ground);
    background: var(--sd-info);
  }

  .content {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .warning {
    background: var(--sd-warning-weak);
    border-color: var(--sd-warning);
  }

  .warning .icon {
    background: var(--sd-warning);
  }

  .error {
    background: var(--sd-error-weak);
    border-color: var(--sd-error);
  }

  .error .icon {
    background: var(--sd-error);
  }

  .success {
    background: var(--sd-success-weak);
    border-color: var(--sd-success);
  }

  .success .icon {
    background: var(--sd-success);
  }
`;
