import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    height: 100%;
  }

  .search {
    padding: 12px 16px 8px;
  }

  .scroll {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
  }

  .filling {
    padding: 0 16px 8px;
  }

  .filling progress {
    width: 100%;
    height: 4px;
    accent-color: var(--sd-accent);
  }

  li button {
    display: block;
    width: 100%;
    min-height: 44px;
    padding: 6px 16px;
    border: 0;
    border-left: 4px solid transparent;
    border-radius: 0;
    text-align: left;
  }

  li button:focus-visible {
    outline-offset: -2px;
  }

  li button[aria-current='true'] {
    background: var(--sd-accent-weak);
    border-left-color: var(--sd-accent);
  }

  li button[aria-current='true'] .mark {
    background: var(--sd-ground);
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    align-items: center;
    overflow-wrap: anywhere;
  }

  .name {
    flex: 1 1 auto;
    min-width: 0;
  }

  /* There, a transparent border is drawn like any other. */
  @media (forced-colors: active) {
    li button:not([aria-current='true']) {
      border-left-color: Canvas;
    }
  }
`;
