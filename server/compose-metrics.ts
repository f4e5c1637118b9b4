import { DatabaseFigures } from './adapters/database/figures.ts';
import type { Database } from './adapters/database/database.ts';
import { Metrics } from './adapters/metrics/metrics.ts';
import { standingOf } from './adapters/metrics/standing.ts';
import { hearCalls } from './adapters/webex/call-channel.ts';
import type { Clock } from './clock.ts';
import type { Custody, CustodyMeter } from './compose-custody.ts';
import type { Log } from './log.ts';

interface OpenMetrics {
  metrics: Metrics;
  /** For `openCustody`. */
  meter: CustodyMeter;
  /** To be called when there is one: before, only the figures of the process are told. */
  watch(custody: Custody): void;
  close(): void;
}

/** What is counted in this process, and who is asked when somebody reads it. */
export function openMetrics(database: Database, clock: Clock, organizationId: string, log: Log): OpenMetrics {
  const figures = new DatabaseFigures(database, clock, organizationId);
  let watched: Custody | undefined;
  const metrics = new Metrics(() => {
    if (!watched) throw new Error('nothing is open yet');
    return standingOf({ figures, ...watched });
  });
  return {
    metrics,
    meter: {
      attempted: (rung, outcome) => metrics.attempted(rung, outcome),
      recorded: (entry) => metrics.recorded(entry),
    },
    watch: (custody) => (watched = custody),
    close: hearCalls((call) => {
      metrics.called(call);
      const { operation, tlsFault } = call;
      if (tlsFault !== undefined) log.warn({ operation, tlsFault }, 'TLS to Webex failed');
    }),
  };
}
