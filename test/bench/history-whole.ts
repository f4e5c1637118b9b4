import { setTimeout as pause } from 'node:timers/promises';
import { printTable } from './print-table.ts';
import type { Served } from './served.ts';

interface Side {
  served: Served;
  cookie: string;
}

/** So much more memory than before the server may take for a trail of any length, in MB: a page at a time, and what is collected later. */
const mostGrowth = 150;
/** Nobody else waits longer while the chain is verified, in ms. */
const longestWait = 500;

/** What the browser of somebody at the console sends. */
const asConsole = ({ served, cookie }: Side) => ({
  cookie,
  'sec-fetch-site': 'same-origin',
  origin: served.url.replace('127.0.0.1', 'localhost'),
  'x-skilldesk-console': '1',
  'content-type': 'application/json',
});

/** The whole trail as a file, of the short history and of the long one. */
export async function exportAll(database: string, sides: readonly Side[], missed: string[]): Promise<void> {
  const rows: string[][] = [];
  for (const side of sides) {
    const { lines, bytes, seconds, before, most } = await exported(side);
    if (!(most - before <= mostGrowth))
      missed.push(`${database}: an export of ${lines} took ${(most - before).toFixed(0)} MB`);
    rows.push([
      ...[lines, bytes / 1e6, seconds, lines / seconds, before, most - before].map((figure) => figure.toFixed(0)),
      `≤ ${mostGrowth}`,
    ]);
  }
  printTable(
    `${database}: an export of all audit records`,
    ['records', 'MB sent', 'seconds', 'records per second', 'MB resident before', 'more at most', 'goal'],
    rows,
  );
}

async function exported(side: Side) {
  const before = side.served.memory();
  const began = performance.now();
  const response = await fetch(`${side.served.url}/admin/api/audit/export`, {
    method: 'POST',
    headers: asConsole(side),
    body: JSON.stringify({ format: 'jsonl' }),
  });
  if (!response.ok || !response.body) throw new Error(`no export: ${response.status} ${await response.text()}`);
  let [lines, bytes, most] = [0, 0, before];
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    for (const byte of part) if (byte === 10) lines += 1;
    most = Math.max(most, side.served.memory());
  }
  return { lines, bytes, before, most, seconds: (performance.now() - began) / 1000 };
}

/** The chain from its first record to its last, while somebody else asks again and again. */
export async function verifyAll(database: string, sides: readonly Side[], missed: string[]): Promise<void> {
  const rows: string[][] = [];
  for (const side of sides) {
    const { served } = side;
    const before = served.memory();
    let most = before;
    const state = { isDone: false };
    const began = performance.now();
    const verified = fetch(`${served.url}/admin/api/audit/verify`, {
      method: 'POST',
      headers: asConsole(side),
      body: '{}',
    }).finally(() => (state.isDone = true));
    let longest = 0;
    while (!state.isDone) {
      const asked = performance.now();
      await (await fetch(`${served.url}/healthz`)).arrayBuffer();
      longest = Math.max(longest, performance.now() - asked);
      most = Math.max(most, served.memory());
      await pause(20);
    }
    const response = await verified;
    if (!response.ok) throw new Error(`not verified: ${response.status} ${await response.text()}`);
    const seconds = (performance.now() - began) / 1000;
    const found = (await response.json()) as { valid: boolean; records: number };
    if (!found.valid) missed.push(`${database}: the chain does not hold`);
    if (!(longest <= longestWait))
      missed.push(`${database}: others waited ${longest.toFixed(0)} ms for a verification`);
    if (!(most - before <= mostGrowth))
      missed.push(`${database}: a verification took ${(most - before).toFixed(0)} MB`);
    rows.push(
      [found.records, seconds, found.records / seconds, before, most - before, longest].map((figure) =>
        figure.toFixed(0),
      ),
    );
  }
  printTable(
    `${database}: a verification of the whole chain`,
    [
      'records',
      'seconds',
      'records per second',
      'MB resident before',
      `more at most (≤ ${mostGrowth})`,
      `others waited, ms (≤ ${longestWait})`,
    ],
    rows,
  );
}
