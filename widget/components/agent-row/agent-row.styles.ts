import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
    border-bottom: 1px solid var(--sd-line);
  }

  .row {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr) auto;
    grid-template-areas: 'pick who actions' '. profile profile' '. marks marks';
    gap: 4px 12px;
    align-items: baseline;
    padding: 8px 16px;
    border-left: 4px solid transparent;
  }

  .row.unsaved {
    border-left-color: var(--sd-accent);
  }

  .row.conflict {
    border-left: 4px double var(--sd-warning);
  }

  .pick {
    grid-area: pick;
    align-self: start;
    padding: 6px 8px 2px 0;
  }

  .link {
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--sd-accent);
    text-align: left;
    text-decoration: underline;
    overflow-wrap: anywhere;
  }

  .source {
    margin-left: 8px;
  }

  .values {
    overflow-wrap: anywhere;
  }

  .who {
    grid-area: who;
    overflow-wrap: anywhere;
  }

  .profile {
    grid-area: profile;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .profile select {
    max-width: 320px;
    margin-bottom: 4px;
  }

  .marks {
    grid-area: marks;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
  }

  .actions button {
    min-height: 28px;
    font-size: 12px;
  }

  @container (min-width: 560px) {
    .row {
      grid-template-columns: 24px minmax(140px, 22%) minmax(0, 1fr) auto;
      grid-template-areas: 'pick who profile actions' '. . marks marks';
    }
  }

  /* There, a transparent border is drawn like any other. */
  @media (forced-colors: active) {
    .row:not(.unsaved, .conflict) {
      border-left-color: Canvas;
    }
  }
`;
