import { startPostgres } from '../postgres/postgres-server.ts';
import { crashRefreshes } from './crash-refresh.ts';

/** Prints what is left after processes were killed at the worst moments; exits with 1 when a promise is broken. */
const began = performance.now();
const postgres = await startPostgres({ safe: true }).catch(() => undefined);
process.stdout.write(
  `\n${postgres ? `SQLite, and PostgreSQL (${postgres.what})` : 'SQLite; there is no PostgreSQL'}\n`,
);
const isAsPromised = await crashRefreshes(postgres);
await postgres?.close();
const seconds = ((performance.now() - began) / 1000).toFixed(0);
process.stdout.write(`\n${isAsPromised ? 'All as promised' : 'A PROMISE IS BROKEN'}, in ${seconds} s.\n`);
process.exit(isAsPromised ? 0 : 1);
