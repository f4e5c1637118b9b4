import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    container-type: inline-size;
    border-top: 1px solid var(--sd-line);
    background: var(--sd-surface);
    box-shadow: var(--sd-shadow);
  }

  .upper {
    flex: 1 1 auto;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  .review {
    border-bottom: 1px solid var(--sd-line);
    background: var(--sd-ground);
  }

  .review h3 {
    padding: 8px 16px 0;
  }

  .bar {
    flex: none;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px;
    align-items: center;
    padding: 8px 16px;
  }

  .count {
    grid-column: 1 / -1;
    display: flex;
    gap: 8px;
    align-items: center;
    justify-content: space-between;
    font-weight: 600;
  }

  .count button {
    flex: none;
    min-height: 28px;
  }

  .undecided {
    color: var(--sd-warning);
  }

  .actions {
    display: flex;
    gap: 8px;
  }

  .asking {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }

  .fault {
    grid-column: 1 / -1;
  }

  @container (max-width: 379px) {
    .bar {
      grid-template-columns: minmax(0, 1fr);
    }

    .actions button {
      flex: 1;
    }
  }

  @container (min-width: 760px) {
    .bar {
      grid-template-columns: auto minmax(160px, 1fr) auto;
    }

    .count {
      grid-column: auto;
    }

    .asking {
      grid-column: 2 / -1;
      justify-content: flex-end;
    }
  }
`;
