import { startPostgres } from '../postgres/postgres-server.ts';
import { Books } from './crash-books.ts';
import { drill } from './operations-backup.ts';
import { rotateKeys } from './operations-rotation.ts';
import { OperationsSite } from './operations-site.ts';
import { upgrade } from './operations-upgrade.ts';

/** `npm run bench:operations -- 40 2000`: so many Changes are made in each part, and so often the first version has each row. */
const [changes = 40, copies = 2_000] = process.argv.slice(2).map(Number);
const missed: string[] = [];

/** Prints what an upgrade, a change of keys and a restored backup cost those who work meanwhile: one installation goes through all three. */
const postgres = await startPostgres({ safe: true });
process.stdout.write(`${postgres.what}; ${changes} Changes in each part, ${copies} times the first version's data\n`);
try {
  for (const [database, url] of [
    ['SQLite', undefined],
    ['PostgreSQL', postgres.url],
  ] as const) {
    const site = await OperationsSite.open(url);
    try {
      missed.push(...(await upgrade(site, database, copies)));
      await site.liftLimits();
      const books = await Books.open(site);
      missed.push(...(await rotateKeys(site, books, database, changes)));
      missed.push(...(await drill(site, books, postgres, database, changes)));
    } finally {
      await site.close();
    }
  }
} finally {
  await postgres.close();
}
process.stdout.write(missed.length === 0 ? '\nEvery goal is met.\n' : `\nMissed:\n${missed.join('\n')}\n`);
process.exit(missed.length === 0 ? 0 : 1);
