import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    height: 100%;
    container-type: inline-size;
  }

  .two {
    height: 100%;
  }

  .list,
  .editor {
    height: 100%;
    min-height: 0;
  }

  .editor {
    overflow-y: auto;
  }

  .back {
    padding: 8px 8px 0;
  }

  .history {
    margin: 8px;
  }

  .one .list {
    display: none;
  }

  @container (min-width: 680px) {
    .one {
      display: grid;
      grid-template-columns: minmax(200px, 280px) minmax(0, 1fr);
    }

    .one .list {
      display: block;
      border-right: 1px solid var(--sd-line);
    }
  }
`;
