import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
    border-bottom: 1px solid var(--sd-line);
  }

  .row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    grid-template-areas: 'name actions' 'input input' 'marks marks';
    gap: 4px 12px;
    padding: 8px 16px;
    border-left: 4px solid transparent;
  }

  .row.unsaved {
    border-left-color: var(--sd-accent);
  }

  .row.conflict {
    border-left: 4px double var(--sd-warning);
  }

  .name {
    grid-area: name;
    align-self: center;
    overflow-wrap: anywhere;
  }

  .input {
    grid-area: input;
    align-self: center;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .removed {
    text-decoration: line-through;
  }

  .marks {
    grid-area: marks;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
  }

  .actions {
    grid-area: actions;
  }

  .actions button {
    min-height: 28px;
    font-size: 12px;
  }

  @container (min-width: 640px) {
    .row {
      grid-template-columns: minmax(120px, 25%) minmax(0, 1fr) auto;
      grid-template-areas: 'name input actions' '. marks marks';
      align-items: center;
    }
  }

  /* There, a transparent border is drawn like any other. */
  @media (forced-colors: active) {
    .row:not(.unsaved, .conflict) {
      border-left-color: Canvas;
    }
  }
`;
