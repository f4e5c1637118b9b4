import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';

const inMemory = '/dev/shm';
/** What a whole run holds at once, and as much again. */
const enough = 4 * 1024 ** 3;

/**
 * Puts what the tests write into memory where the machine has enough of it: half of what they cost otherwise is waiting
 * for disks to say that it is safe. That it is safe is shown where power is cut (`npm run bench:crash`), on a real disk.
 */
export function writeQuickly(): void {
  if (process.env['TMPDIR'] !== undefined || !hasRoom()) return;
  const folder = mkdtempSync(`${inMemory}/skilldesk-`);
  // PostgreSQL runs as another user.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize > enough && freemem() > 2 * enough;
  } catch {
    return false;
  }
}
