/** The shell around the widget; its colours are its own, so that it looks the same without a theme. */
export const shellSheet = `
  :host {
    --shell: #ffffff; --shell-text: #1f1f1f; --ground: #ededed; --line: #d0d0d0; --chosen: #dbeafb;
    display: grid; grid-template: 48px minmax(0, 1fr) / 132px minmax(0, 1fr); flex: 1; min-height: 0; position: relative;
    background: var(--ground); color: var(--shell-text); font: 14px/1.4 "Inter", "Helvetica Neue", Helvetica, Arial, sans-serif;
  }
  :host(.dark) { --shell: #1f1f1f; --shell-text: #f5f5f5; --ground: #0d0d0d; --line: #4a4a4a; --chosen: #17375c; color-scheme: dark; }
  header { grid-column: 1 / -1; display: flex; align-items: center; gap: 8px; padding: 0 16px; background: var(--shell); border-bottom: 1px solid var(--line); }
  .stand-in { border: 1px solid; border-radius: 9px; padding: 0 8px; font-size: 12px; }
  .person { margin-left: auto; }
  nav { background: var(--shell); border-right: 1px solid var(--line); padding: 8px; display: grid; gap: 4px; align-content: start; }
  nav button { all: unset; box-sizing: border-box; padding: 8px 12px; border-radius: 8px; cursor: pointer; }
  nav button[aria-current] { background: var(--chosen); font-weight: 600; }
  nav button:focus-visible { outline: 2px solid #1170cf; outline-offset: -2px; }
  main { display: flex; padding: 16px; min-width: 0; min-height: 0; overflow: auto; }
  aside { position: absolute; right: 16px; bottom: 16px; display: grid; gap: 8px; max-width: 340px; }
  aside div { background: var(--shell); border: 1px solid var(--line); border-left: 4px solid #1170cf; border-radius: 8px; padding: 8px 12px; }
  aside .error { border-left-color: #d4371c; }
  aside .warn { border-left-color: #c7780a; }
  aside .success { border-left-color: #1d8160; }
  small { opacity: .8; }
`;

/** `router-view`, the place of a widget and its wrapper. */
export const widgetSheet = `
  :host { display: flex; flex: 1; gap: 16px; min-width: 0; min-height: 0; }
  :host(.maximized) { position: absolute; inset: 0; z-index: 1; }
  .home { margin: auto; }
  .dynamic-widget-wrapper {
    display: flex; flex-direction: column; flex: 1; min-width: 0; min-height: 0; overflow: hidden;
    background: var(--shell); border: 1px solid var(--line); border-radius: 8px;
  }
  .title-bar { display: flex; align-items: center; justify-content: space-between; padding: 4px 8px 4px 16px; border-bottom: 1px solid var(--line); }
  h1 { font-size: 16px; margin: 0; }
  button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 14px; padding: 2px 12px; cursor: pointer; }
  .content { flex: 1; min-height: 0; overflow: auto; display: flex; flex-direction: column; }
  .content > * { flex: 1 1 auto; min-height: 0; }
  iframe { border: 0; width: 100%; }
`;
