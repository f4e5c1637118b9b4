import { pino, type DestinationStream, type Logger } from 'pino';
import { scrub } from './secret.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * Lines are written while others are served, several at a time when there are many. Whatever ends the process from within writes the rest; a
 * kill -9 loses what had not been written yet.
 */
const standardOutput = () => pino.destination({ fd: 1, sync: false });

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
