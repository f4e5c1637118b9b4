import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';

const inMemory = '/dev/shm';
/** What a whole run holds at once, and as much again. */
const enough = 4 * 1024 ** 3;

/**
 * Where the processes of the tests write: in memory where the machine has enough of it, for half of what they cost
 * otherwise is waiting for a disk to say that it is safe. That it is safe is shown by what cuts them off
 * (`npm run bench:crash`), on a real disk. Programs are not put there: it may be a place from which none may be started.
 */
export function quickFolder(): { TMPDIR?: string; NODE_COMPILE_CACHE?: string } {
  if (process.env['VITEST'] === undefined || process.env['TMPDIR'] !== undefined || !hasRoom()) return {};
  const folder = mkdtempSync(`${inMemory}/skilldesk-`);
  // PostgreSQL runs as another user.
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // What tests start again and again (the command line, servers that are killed) is compiled once.
  return { TMPDIR: folder, NODE_COMPILE_CACHE: `${folder}/compiled` };
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize > enough && freemem() > 2 * enough;
  } catch {
    return false;
  }
}
