import { afterAll, beforeAll, expect, test } from 'vitest';
import { Books } from '../bench/crash-books.ts';
import { startPostgres, type PostgresServer } from '../postgres/postgres-server.ts';
import { brokenBy, play, type Measure, type Scenario } from './play.ts';
import { ReplicaSite } from './replica-site.ts';
import { connectionsCut, restartedAtOnce } from './scenarios/database.ts';
import { rollingRestart } from './scenarios/processes.ts';

// Three servers at which people work all the time. `npm run bench:replicas` has the others, and how long each took.
const short: Measure = { before: 3, after: 3, longestLease: 4_000 };
let postgres: PostgresServer;
let site: ReplicaSite;
let books: Books;

beforeAll(async () => {
  // One of our own: the others' is not to be restarted.
  postgres = await startPostgres({ safe: false });
  site = await ReplicaSite.open(postgres);
  books = await Books.open(site);
}, 120_000);
afterAll(async () => {
  await site.close();
  await postgres.close();
}, 60_000);

async function playHere(scenario: Scenario): Promise<void> {
  const outcome = await play(site, books, scenario, short);

  expect(brokenBy(outcome)).toEqual([]);
  expect(outcome.acknowledged).toBeGreaterThanOrEqual(short.before + short.after);
}

test(
  'three servers that are restarted one after the other lose nothing, do nothing twice, and answer nobody with a failure',
  { timeout: 180_000 },
  () => playHere(rollingRestart),
);

test(
  'database connections that are cut again and again, and a PostgreSQL that ends without a farewell, cost nothing but a second try',
  { timeout: 180_000 },
  () =>
    playHere({
      name: 'database cut and restarted',
      async run(...here) {
        await connectionsCut(8).run(...here);
        if (!postgres.restart) process.stdout.write(`not restarted: ${postgres.what} is not ours to restart\n`);
        return restartedAtOnce.run(...here);
      },
    }),
);
