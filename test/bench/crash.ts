import { startPostgres } from '../postgres/postgres-server.ts';
import { crashChanges } from './crash-changes.ts';
import { crashRefreshes } from './crash-refresh.ts';

/**
 * Prints what is left after processes were killed at the worst moments; exits with 1 when a promise is broken. `npm run bench:crash -- changes`
 * kills on the road of an edit only, `-- refresh` in the refresh of a token only; `-- changes lease` at the points and in the scenes of that name
 * only, `-- changes load 50` so many times at random moments.
 */
const kinds = { refresh: crashRefreshes, changes: crashChanges };
const [, , only, ...narrowed] = process.argv;
const began = performance.now();
const postgres = await startPostgres({ safe: true }).catch(() => undefined);
process.stdout.write(
  `\n${postgres ? `SQLite, and PostgreSQL (${postgres.what})` : 'SQLite; there is no PostgreSQL'}\n`,
);
let isAsPromised = true;
try {
  for (const [kind, crash] of Object.entries(kinds)) {
    if (only === undefined || only === kind) isAsPromised = (await crash(postgres, narrowed)) && isAsPromised;
  }
} finally {
  await postgres?.close();
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
process.stdout.write(`\n${isAsPromised ? 'All as promised' : 'A PROMISE IS BROKEN'}, in ${seconds} s.\n`);
process.exit(isAsPromised ? 0 : 1);
