import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex: none;
    flex-direction: column;
    min-height: 0;
    background: var(--sd-surface);
    border-top: 1px solid var(--sd-line);
    box-shadow: var(--sd-shadow);
  }

  :host([wide]) {
    width: 380px;
    border-top: 0;
    border-left: 1px solid var(--sd-line);
    box-shadow: none;
  }

  :host([open]:not([wide])) {
    position: absolute;
    inset: 0;
    z-index: 2;
    border: 0;
    box-shadow: none;
  }

  .panel {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
    background: var(--sd-ground);
  }

  .head {
    flex: none;
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 40px;
    padding: 4px 8px 4px 16px;
    border-bottom: 1px solid var(--sd-line);
    background: var(--sd-surface);
  }

  .head div {
    flex: 1;
    min-width: 0;
  }

  h2 {
    font-size: 14px;
  }

  .close {
    flex: none;
    display: grid;
    place-items: center;
    width: 32px;
    padding: 0;
    border-color: transparent;
  }

  .body {
    flex: 1 1 0;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  skilldesk-road-form {
    flex: none;
  }

  /* A low sheet scrolls as a whole: there is no room for two parts. */
  :host([open]:not([wide])) .panel {
    overflow-y: auto;
    /* What has the focus is not to lie under the parts that stay. */
    scroll-padding: 48px 0 176px;
  }

  :host([open]:not([wide])) .body {
    flex: 1 0 auto;
    overflow: visible;
  }

  :host([open]:not([wide])) .head,
  :host([open]:not([wide])) skilldesk-road-form {
    position: sticky;
    z-index: 1;
  }

  :host([open]:not([wide])) .head {
    top: 0;
  }

  :host([open]:not([wide])) skilldesk-road-form {
    bottom: 0;
  }

  /* At 400 % the form alone is as high as the page. */
  @media (max-height: 320px) {
    :host([open]:not([wide])) .panel {
      scroll-padding: 48px 0 0;
    }

    :host([open]:not([wide])) skilldesk-road-form {
      position: static;
    }
  }

  /* What is to be chosen comes before what follows from it, and needs the room. */
  :host([open]:not([wide])) .choosing {
    scroll-padding: 48px 0 0;
  }

  :host([open]:not([wide])) .choosing skilldesk-road-form {
    position: static;
  }

  .preview {
    display: block;
    padding: 8px 16px 0;
  }

  .bar {
    display: flex;
    gap: 8px;
    align-items: center;
    justify-content: space-between;
    padding: 8px 16px;
  }

  .bar p {
    min-width: 0;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }

  .bar button {
    flex: none;
  }

  .undecided {
    color: var(--sd-warning);
  }
`;
