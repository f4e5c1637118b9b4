import type { DesktopConfig } from './host/desktop-config.ts';

/** The empty desktop; its script builds the rest from the configuration in it and the query. */
export function desktopPage(config: DesktopConfig): string {
  const data = JSON.stringify(config).replaceAll('<', String.raw`\u003c`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Stand-in Agent Desktop</title>
<style>
  html, body { margin: 0; height: 100%; }
  body { display: flex; flex-direction: column; font: 14px/1.4 system-ui, sans-serif; }
  .toolbar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding: 6px 16px; background: #3b2a5c; color: #fff; }
  .toolbar a { color: #fff; }
  .toolbar button, .toolbar select { font: inherit; padding: 2px 8px; border: 1px solid #b9a8dd; border-radius: 4px; background: #fff; color: #1f1f1f; max-width: 200px; }
  .toolbar [role='status'] { margin-left: auto; }
  .fault { margin: 16px; padding: 12px; border: 1px solid #ab0a15; border-radius: 8px; color: #ab0a15; background: #fff; }
</style>
</head>
<body>
<script id="desktop-config" type="application/json">${data}</script>
<script src="/host/main.js"></script>
</body>
</html>`;
}
