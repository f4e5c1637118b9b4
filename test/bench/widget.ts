import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { findChromium } from '../browser/chromium.ts';
import { printTable } from './print-table.ts';
import { startBenchServer } from './widget/bench-server.ts';
import { buildContestants } from './widget/contestants.ts';
import { emptyFigures, median, quantile, type Figures } from './widget/figures.ts';
import { measure, measureCold } from './widget/measure.ts';

const sizes = [
  { rows: 50, skills: 20 },
  { rows: 500, skills: 20 },
  { rows: 2_000, skills: 20 },
  { rows: 500, skills: 130 },
];
/** `npm run bench:widget -- 2` measures each size in two rounds; `-- 2 2000` only the size with so many rows. */
const [rounds = 10, only] = process.argv.slice(2).map(Number);

/** The widget beside the least that Lit can do with the same data: all rows, and the rows in sight. Ours counts against the second. */
const contestants = await buildContestants();
const server = await startBenchServer();
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: ['--no-sandbox', '--no-first-run'],
});
const gzipOf = (script: string | undefined) =>
  script === undefined ? NaN : gzipSync(readFileSync(script), { level: 9 }).length;
const missed: string[] = [];

for (const size of sizes.filter(({ rows }) => only === undefined || rows === only)) {
  server.show(size);
  const all = contestants.map(() => emptyFigures());
  // In turn, so that what else the machine does meets all of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, contestant] of contestants.entries()) {
      const figures = (all[at] ??= emptyFigures());
      await measure(browser, server.url, contestant, figures, round === rounds - 1);
      await measureCold(browser, server.url, contestant, figures);
    }
  }
  const title = `${size.rows} rows × ${size.skills} skills`;
  printTable(title, ['', ...contestants.map(({ name }) => name), 'ours ÷ windowed', 'goal', ''], rowsOf(title, all));
}
await browser.close();
await server.close();
process.stdout.write(missed.length === 0 ? '\nEvery goal is met.\n' : `\nMissed:\n${missed.join('\n')}\n`);

function rowsOf(title: string, all: readonly Figures[]): string[][] {
  type Goal = { most?: number; ratio?: number };
  const row = (
    name: string,
    values: readonly number[],
    unit: (value: number) => string,
    { most, ratio }: Goal = {},
  ) => {
    const [ours = NaN, windowed = NaN] = values;
    const bound = most ?? (ratio === undefined ? undefined : windowed * ratio);
    const met = bound === undefined ? '' : ours <= bound ? 'met' : 'MISSED';
    if (met === 'MISSED') missed.push(`${title}: ${name} ${unit(ours)}`);
    const goal = most === undefined ? (ratio === undefined ? '' : `≤ ${ratio} ×`) : `≤ ${unit(most)}`;
    return [name, ...values.map(unit), shown(ours / windowed, (ours / windowed).toFixed(2)), goal, met];
  };
  const of = (pick: (figures: Figures) => number) => all.map(pick);
  const events = (name: string, pick: (figures: Figures) => number[], goal: Goal = { most: 50 }) => [
    row(
      `${name}, median`,
      of((figures) => median(pick(figures))),
      ms,
    ),
    row(
      `${name}, p95`,
      of((figures) => quantile(pick(figures), 0.95)),
      ms,
      goal,
    ),
    row(
      `${name}, worst`,
      of((figures) => quantile(pick(figures), 1)),
      ms,
    ),
  ];
  return [
    row(
      'first-load script, gzip -9',
      contestants.map(({ script }) => gzipOf(script)),
      kB,
      { most: 45_000 },
    ),
    row(
      'second file, gzip -9',
      contestants.map(({ later }) => gzipOf(later?.script)),
      kB,
    ),
    row(
      'script evaluation, median',
      of(({ evaluation }) => median(evaluation)),
      ms,
      { most: 10 },
    ),
    row(
      'data complete → first view, median',
      of(({ firstView }) => median(firstView)),
      ms,
      { ratio: 3 },
    ),
    row(
      '… slowest',
      of(({ firstView }) => quantile(firstView, 1)),
      ms,
    ),
    ...events('first switch to the table', ({ switching }) => switching),
    ...events('… with its file still to be loaded', ({ switchingCold }) => switchingCold, {}),
    ...events('later switch to the table', ({ switchingAgain }) => switchingAgain),
    ...events('switch to the list', ({ switchingBack }) => switchingBack),
    ...events('key in the list’s search', ({ searchingList }) => searchingList),
    ...events('key in the table’s search', ({ searchingTable }) => searchingTable),
    ...events('key in a cell', ({ editing }) => editing),
    row(
      'heap after GC',
      of(({ heap }) => heap),
      MB,
      { ratio: 3 },
    ),
    row(
      'heap after 15 returns',
      of(({ heapAfterFirstReturns }) => heapAfterFirstReturns),
      MB,
    ),
    row(
      'heap after 20 more',
      of(({ heapAfterReturns }) => heapAfterReturns),
      MB,
      {
        most: (all[0]?.heapAfterFirstReturns ?? 0) * 1.05,
      },
    ),
    row(
      'DOM nodes',
      of(({ nodes }) => nodes),
      String,
    ),
  ];
}

function ms(value: number): string {
  return shown(value, `${value.toFixed(1)} ms`);
}
function kB(value: number): string {
  return shown(value, `${(value / 1000).toFixed(1)} kB`);
}
function MB(value: number): string {
  return shown(value, `${(value / 1_000_000).toFixed(2)} MB`);
}
function shown(value: number, text: string): string {
  return Number.isNaN(value) ? '–' : text;
}
