import { pino, type DestinationStream, type Logger } from 'pino';
import { scrub } from './secret.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** In characters. What is being written when the process ends is lost where nobody reads; the rest is not. */
const longestTurn = 16_000;

/**
 * Lines are written while others are served, those of one turn of the event loop at once: under load a write for each line costs more than the
 * line. Whatever ends the process from within writes the rest; a kill -9 loses what had not been written yet.
 */
function standardOutput(): DestinationStream {
  let turn = '';
  const pass = () => {
    destination.write(turn);
    turn = '';
  };
  // Before the destination hears of it, and empties itself.
  process.once('exit', () => turn && pass());
  const destination = pino.destination({ fd: 1, sync: false });
  return {
    write(line) {
      if (!turn) setImmediate(() => turn && pass());
      turn += line;
      if (turn.length > longestTurn) pass();
    },
  };
}

/** JSON lines, on standard output unless told otherwise. Errors are reduced to their name and message: their other members may hold requests and headers. */
export function openLog(level: string, destination: DestinationStream = standardOutput()): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      error: (error: unknown) =>
        error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : 'not an error',
    },
  };
  let hits = 0;
  const log = pino(options, {
    write(line) {
      const clean = scrub(line);
      destination.write(clean.text);
      if (clean.hits === 0) return;
      hits += clean.hits;
      log.error({ hits }, 'a secret was about to be logged and was taken out: this is a bug of Skilldesk');
    },
  });
  return log;
}
