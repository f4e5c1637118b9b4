import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    height: 100%;
    min-height: 240px;
  }

  .frame {
    position: relative;
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
    font: 400 14px/20px var(--sd-font);
    /* Whatever a desktop hands down to everything in it. */
    letter-spacing: normal;
    word-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    white-space: normal;
    /* Japanese breaks between phrases, where the browser can tell them. */
    word-break: auto-phrase;
    cursor: auto;
    color: var(--sd-text);
    background: var(--sd-ground);
  }

  .frame.wide {
    flex-direction: row;
  }

  .main {
    flex: 1 1 0;
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }

  /* Under the sheet nothing is to be reached; “inert” is younger than the oldest browser of the desktop. */
  .main[data-covered] {
    visibility: hidden;
  }

  .top {
    container-type: inline-size;
    flex: none;
    display: flex;
    align-items: flex-start;
    gap: 4px;
    padding: 0 8px;
    border-bottom: 1px solid var(--sd-line);
  }

  nav {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    min-width: 0;
  }

  nav button {
    flex: none;
    min-height: 36px;
    padding: 0 5px;
    border: 0;
    border-bottom: 3px solid transparent;
    border-radius: 0;
  }

  nav button:focus-visible {
    outline-offset: -2px;
  }

  .wide nav button {
    padding: 0 8px;
  }

  nav button[aria-current='page'] {
    border-bottom-color: var(--sd-accent);
    font-weight: 600;
  }

  nav .mark {
    padding: 0 4px;
  }

  /* All views in one line, with a number at one of them, in the least room that the desktop gives. */
  @container (max-width: 440px) {
    nav button {
      padding: 0 4px;
      font-size: 13px;
    }
  }

  .reload {
    flex: none;
    display: grid;
    place-items: center;
    width: 32px;
    margin: 2px 0;
    padding: 0;
    border-color: transparent;
    font-size: 16px;
  }

  .notices {
    flex: none;
  }

  .view {
    flex: 1 1 0;
    min-height: 72px;
    overflow: hidden;
  }

  .page {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: 16px;
    align-items: center;
    height: 100%;
    padding: 24px;
    overflow-y: auto;
    text-align: center;
  }

  /* There, a transparent border is drawn like any other. */
  @media (forced-colors: active) {
    nav button:not([aria-current='page']) {
      border-bottom-color: Canvas;
    }
  }
`;
