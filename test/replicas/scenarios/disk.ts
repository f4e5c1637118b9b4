import { setTimeout as pause } from 'node:timers/promises';
import type { Scenario } from '../play.ts';

const full = 15_000;

const diskFull = (where: 'sqlite' | 'tablespace', name: string): Scenario => ({
  name,
  where,
  async run({ disk }, load) {
    if (!disk) throw new Error('This site has no disk of its own.');
    const before = load.acknowledged;
    disk.fill();
    await pause(full);
    const meanwhile = load.acknowledged - before;
    disk.free();
    return `${meanwhile} Changes found room while the disk was full`;
  },
});

export const sqliteFull = diskFull('sqlite', 'disk full, SQLite, one server');
export const tablespaceFull = diskFull('tablespace', 'disk full, PostgreSQL tablespace');
