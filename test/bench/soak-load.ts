import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionGranted } from '../../shared/api.ts';

/** What the load is told at its start. */
export interface SoakTask {
  url: string;
  /** A desktop token of each supervisor, good for longer than the run. */
  desktopTokens: string[];
  /** Requests a second, over all of them. */
  rate: number;
  /** Asked for one at a time, as somebody opens them. */
  skillProfileIds: string[];
}

/** What was answered since the last report. */
export interface SoakReport {
  /** In milliseconds, each from the moment at which it was to be sent: a server that stands still cannot hide the requests that wait for it. */
  latencies: number[];
  /** How much later than meant each was sent: the load's own part in that. */
  lateness: number[];
  statuses: Record<string, number>;
  /** Without an answer, and why. */
  failures: string[];
  exchanges: number;
}

/** As the widget does: a session is renewed when four fifths of its life are over. */
const renewAt = 0.8;
const exchangesAtOnce = 4;
const tick = 2;
/**
 * What a supervisor's page asks for: mostly whether its lists have changed. One in 200 opens a profile, which is read from Webex: so many that the
 * 300 requests a minute of one installation suffice for them.
 */
const mix = [
  ...Array.from({ length: 100 }, () => 'list, if changed' as const),
  ...Array.from({ length: 59 }, () => 'agents, if changed' as const),
  ...Array.from({ length: 10 }, () => 'list' as const),
  ...Array.from({ length: 10 }, () => 'agents' as const),
  ...Array.from({ length: 20 }, () => 'history' as const),
  'profile' as const,
];

interface Supervisor {
  desktopToken: string;
  session: string;
  /** By path, of what was answered last. */
  tags: Map<string, string>;
}

// A process of its own, started by the bench; imported for its types, it does nothing.
if (process.send && process.argv[2] === 'load') {
  process.once('message', (task: SoakTask) => void run(task));
  process.on('disconnect', () => process.exit());
}

async function run({ url, desktopTokens, rate, skillProfileIds }: SoakTask): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  let report = emptyReport();
  const supervisors = desktopTokens.map((desktopToken): Supervisor => ({ desktopToken, session: '', tags: new Map() }));

  const exchange = async (supervisor: Supervisor): Promise<void> => {
    const { status, text } = await answered('POST', '/api/session', {
      authorization: `Bearer ${supervisor.desktopToken}`,
    });
    count(status);
    if (status !== 201) throw new Error(`no session: ${status} ${text}`);
    const { token, expiresAt } = JSON.parse(text) as SessionGranted;
    supervisor.session = token;
    report.exchanges += 1;
    setTimeout(() => void exchange(supervisor).catch(note), (Date.parse(expiresAt) - Date.now()) * renewAt);
  };
  const waiting = [...supervisors];
  const exchangeAll = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await exchange(next);
  };
  await Promise.all(Array.from({ length: exchangesAtOnce }, exchangeAll));
  report = emptyReport();
  process.on('message', () => {
    process.send?.(report);
    report = emptyReport();
  });
  process.send?.('signed in');

  const began = performance.now();
  let sent = 0;
  for (;;) {
    for (; sent < ((performance.now() - began) * rate) / 1_000; sent += 1)
      void ask(sent, began + (sent * 1_000) / rate);
    await pause(tick);
  }

  async function ask(number: number, meant: number): Promise<void> {
    // Both are walked through evenly, and so that each supervisor has a share of everything.
    const supervisor = supervisors[number % supervisors.length];
    const kind = mix[(number * 77 + Math.floor(number / mix.length)) % mix.length];
    if (!supervisor || !kind) return;
    const path = pathOf(kind, skillProfileIds[number % skillProfileIds.length] ?? '');
    const tag = kind.endsWith('if changed') ? supervisor.tags.get(path) : undefined;
    const headers = {
      authorization: `Bearer ${supervisor.session}`,
      ...(tag !== undefined && { 'if-none-match': tag }),
    };
    report.lateness.push(performance.now() - meant);
    try {
      const { status, etag } = await answered('GET', path, headers);
      if (etag !== undefined) supervisor.tags.set(path, etag);
      count(status);
      report.latencies.push(performance.now() - meant);
    } catch (error) {
      note(error);
    }
  }

  function answered(method: string, path: string, headers: Record<string, string>) {
    return new Promise<{ status: number; etag: string | undefined; text: string }>((resolve, reject) => {
      const asking = request(url + path, { method, headers, agent, timeout: 30_000 }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => {
          if (method === 'POST') parts.push(part);
        });
        response.on('error', reject).on('end', () => {
          const { statusCode: status = 0, headers: said } = response;
          resolve({ status, etag: said.etag, text: Buffer.concat(parts).toString() });
        });
      });
      asking.on('error', reject).on('timeout', () => asking.destroy(new Error('no answer within 30 s')));
      asking.end();
    });
  }

  function count(status: number): void {
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
  }
  function note(error: unknown): void {
    report.failures.push(error instanceof Error ? error.message : String(error));
  }
}

function pathOf(kind: (typeof mix)[number], skillProfileId: string): string {
  switch (kind) {
    case 'list':
    case 'list, if changed':
      return '/api/skill-profiles';
    case 'agents':
    case 'agents, if changed':
      return '/api/agents';
    case 'history':
      return '/api/changes';
    case 'profile':
      return `/api/skill-profiles/${skillProfileId}`;
  }
}

const emptyReport = (): SoakReport => ({ latencies: [], lateness: [], statuses: {}, failures: [], exchanges: 0 });
