import { startPostgres } from '../postgres/postgres-server.ts';
import { brokenBy, play, type Outcome, type Scenario } from '../replicas/play.ts';
import { ReplicaSite, type Place } from '../replicas/replica-site.ts';
import { scenarios } from '../replicas/scenarios/all.ts';
import { Books } from './crash-books.ts';
import { printTable } from './print-table.ts';

/**
 * Prints what becomes of people's work while three servers, their database and Webex fail in every way that we can think of; exits with 1 when a
 * promise is broken. `npm run bench:replicas -- restart` plays the scenarios with that in their name only.
 */
const wanted = process.argv.slice(2);
const chosen = scenarios.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const postgres = await startPostgres({ safe: true });
process.stdout.write(`\nPostgreSQL, ${postgres.what}; three server processes\n`);
/** What has not begun by then is not played, and said so. In milliseconds. */
const longest = 25 * 60_000;
const outcomes: Outcome[] = [];
const notPlayed: string[] = [];
const errors = new Map<string, number>();
try {
  for (const place of ['tablespace', 'sqlite', 'postgres'] as const) {
    const here = chosen.filter(({ where = 'postgres' }) => where === place);
    if (here.length > 0) await playAll(place, here);
  }
} finally {
  await postgres.close();
}

printTable(
  'replicas: people edit, assign, lend, undo, stop and continue, while …',
  [
    'scenario',
    'Changes',
    'verified',
    'lost',
    'doubled',
    '503',
    'other 5xx',
    'interrupted s',
    'chain',
    'leases',
    'latest end s',
    'fell',
    'took s',
  ],
  outcomes.map((one) => [
    one.name,
    ...[one.acknowledged, one.verified].map(String),
    `${one.lost.length}${one.excused > 0 ? ` (+${one.excused})` : ''}`,
    ...[one.doubled.length, one.unavailable, one.failures].map(String),
    seconds(one.longestInterruption),
    one.broken.length === 0 ? 'valid' : 'BROKEN',
    String(one.leases),
    seconds(one.latestEnd),
    String(one.falls),
    seconds(one.took),
  ]),
);
for (const { name, note } of outcomes) if (note !== '') process.stdout.write(`  ${name}: ${note}\n`);
for (const [what, times] of errors) process.stdout.write(`  logged ${times} ×: ${what}\n`);
for (const name of notPlayed) process.stdout.write(`  NOT PLAYED, for lack of time: ${name}\n`);
process.exit(outcomes.every((outcome) => brokenBy(outcome).length === 0) ? 0 : 1);

async function playAll(place: Place, here: readonly Scenario[]): Promise<void> {
  const site = await ReplicaSite.open(postgres, place);
  const books = await Books.open(site);
  try {
    for (const scenario of here) {
      if (performance.now() > longest) {
        notPlayed.push(scenario.name);
        continue;
      }
      const outcome = await play(site, books, scenario);
      outcomes.push(outcome);
      const broken = brokenBy(outcome);
      process.stdout.write(
        `  ${scenario.name}: ${broken.join('\n    ') || 'as promised'} (${seconds(outcome.took)} s)\n`,
      );
    }
  } finally {
    for (const line of site.replicas.flatMap(({ output }) => output.errors)) {
      const what = textOf(line);
      errors.set(what, (errors.get(what) ?? 0) + 1);
    }
    await site.close();
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

function textOf(line: string): string {
  if (!line.startsWith('{')) return line.slice(0, 300);
  const { msg, error } = JSON.parse(line) as { msg: string; error?: { name: string; message: string } };
  return error ? `${msg}: ${error.name}: ${error.message}` : msg;
}
