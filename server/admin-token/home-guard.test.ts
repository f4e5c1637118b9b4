import { afterEach, expect, test } from 'vitest';
import { HomeGuard, type HomeRecord } from './home-guard.ts';

/** A database with one row, at a home that the test moves. */
class OneRow implements HomeRecord {
  at: string | undefined = 'cluster 1, database 1';
  row: { home: string; publicUrl: string | undefined } | undefined;

  here = () => Promise.resolve(this.at);
  known = () => Promise.resolve(this.row);
  settle = (home: string, publicUrl: string | undefined) => Promise.resolve(void (this.row ??= { home, publicUrl }));
  reachedBy = (publicUrl: string) => Promise.resolve(void (this.row &&= { ...this.row, publicUrl }));
}

let paused: string[] = [];
afterEach(() => (paused = []));

const guardOf = (homes: HomeRecord, publicUrl?: string) =>
  new HomeGuard({
    homes,
    publicUrl,
    pause: (because) => Promise.resolve(void paused.push(because)),
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });

test('the clone of a whole cluster that is reached by another address is a copy', async () => {
  const homes = new OneRow();
  await guardOf(homes, 'https://skilldesk.example.com').meet();

  await guardOf(homes, 'https://staging.example.com').meet();

  expect(paused).toEqual([expect.stringContaining('belongs to https://skilldesk.example.com')]);
});

test('a command has no address, and takes none away', async () => {
  const homes = new OneRow();
  await guardOf(homes).meet();
  await guardOf(homes, 'https://skilldesk.example.com').meet();
  await guardOf(homes).meet();

  expect(homes.row?.publicUrl).toBe('https://skilldesk.example.com');
  expect(paused).toEqual([]);
});

test('a database that comes to be another under a server that runs is noticed, and said once', async () => {
  const homes = new OneRow();
  const guard = guardOf(homes);
  await guard.meet();
  homes.at = 'cluster 1, database 2';

  await guard.meet();
  await guard.meet();

  expect(paused).toHaveLength(1);
});

test('where the database cannot say where it is, nothing is held against it', async () => {
  const homes = new OneRow();
  homes.at = undefined;

  await guardOf(homes, 'https://skilldesk.example.com').meet();

  expect(paused).toEqual([]);
});
