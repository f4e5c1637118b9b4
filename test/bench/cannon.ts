import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const run = promisify(execFile);
const autocannon = fileURLToPath(import.meta.resolve('autocannon'));

export interface Shots {
  /** Answers per second. */
  throughput: number;
  /** In milliseconds. */
  p50: number;
  p99: number;
  /** How many answers had which status. */
  statuses: Record<string, number>;
  /** Without an answer. */
  failed: number;
}

interface Report {
  requests: { average: number };
  latency: { p50: number; p99: number };
  statusCodeStats: Record<string, { count: number }>;
  errors: number;
  timeouts: number;
}

/** Asks from a process of its own, as fast as it gets answers, or `rate` times a second. */
export async function cannon(
  url: string,
  headers: Record<string, string>,
  { seconds, connections = 10, rate }: { seconds: number; connections?: number; rate?: number },
): Promise<Shots> {
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const rated = rate === undefined ? [] : ['-R', String(rate)];
  const { stdout } = await run(
    process.execPath,
    [autocannon, '-j', '-n', '-c', String(connections), '-d', String(seconds), ...rated, ...named, url],
    { maxBuffer: 10_000_000 },
  );
  const { requests, latency, statusCodeStats, errors, timeouts } = JSON.parse(stdout) as Report;
  return {
    throughput: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    statuses: Object.fromEntries(Object.entries(statusCodeStats).map(([status, { count }]) => [status, count])),
    failed: errors + timeouts,
  };
}
