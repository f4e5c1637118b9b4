import { ReplicaLoad } from '../replicas/replica-load.ts';
import type { Books } from './crash-books.ts';
import { vaultKey, type OperationsSite } from './operations-site.ts';
import { printTable } from './print-table.ts';
import type { Heard } from './scene.ts';
import { quantile } from './widget/figures.ts';

const longestLease = 12_000;

/** Changes the key of the vault by the documented steps while people work; prints it, and answers what missed its goal. */
export async function rotateKeys(
  site: OperationsSite,
  books: Books,
  database: string,
  changes: number,
): Promise<string[]> {
  const missed: string[] = [];
  const rows: string[][] = [];
  const load = new ReplicaLoad(site, books, 'rotation', longestLease);
  await load.more(1);
  /** What people met while that was done, and until they had made enough Changes. */
  const during = async (phase: string, isQuiet: boolean, work: () => Promise<unknown>) => {
    site.takeHeard();
    load.longestInterruption = 0;
    await work();
    await load.more(changes);
    const heard = site.takeHeard();
    const away = heard.filter(({ status }) => status === 0 || status === 503).length;
    const failed = heard.filter(({ status }) => status >= 500 && status !== 503);
    if (failed.length > 0) missed.push(`${phase}: ${[...new Set(failed.map(({ status }) => status))].join(', ')}`);
    if (isQuiet && away > 0) missed.push(`${phase}: ${away} requests without an answer, or with 503`);
    rows.push([phase, String(heard.length), String(failed.length), String(away), ...timesOf(heard), longest()]);
  };
  const longest = () => load.longestInterruption.toFixed(0);

  await during('before', true, () => Promise.resolve());
  site.environment['VAULT_KEYS'] = `${vaultKey('k2', 2)},${vaultKey('k1', 1)}`;
  await during('restart with k2,k1', false, () => site.restartInTurn());
  const onOldBefore = await sealedBy(site, 'k1');
  let took = 0;
  await during('vault rotate', true, async () => {
    const began = performance.now();
    const { code, output } = await site.skilldesk('vault rotate');
    took = performance.now() - began;
    if (code !== 0) missed.push(`vault rotate: ${output}`);
  });
  const onOldAfter = await sealedBy(site, 'k1');
  site.environment['VAULT_KEYS'] = vaultKey('k2', 2);
  await during('restart with k2 alone', false, () => site.restartInTurn());
  // Whether what was sealed anew can be opened: a new token is asked for with it.
  await during('k2 alone, tokens revoked', false, () => {
    site.webex.revokeAdminTokens();
    return Promise.resolve();
  });
  await load.stop();
  site.webex.faults.length = 0;
  const { acknowledged } = load;
  // Asked for again after a restart, a short lease may be over before it began.
  const refused = books.ledger.acknowledged.flatMap(({ refused }) => (/^400 .*"until"/.test(refused) ? [] : refused));
  missed.push(...refused.filter((why) => why !== '').map((why) => `refused: ${why}`));
  const { lost, doubled, broken } = await books.close(await books.allEnded());

  printTable(
    `${database}: keys of the vault are changed while eight people work at ${site.servers.length} server(s)`,
    ['', 'requests', 'failed', 'asked again', 'reads p50', 'p99', 'saves p50', 'p99', 'longest interruption'],
    rows,
  );
  printTable(
    `${database}: what became of it`,
    ['rotate, ms', 'on k1 before', 'after', 'Changes', 'lost', 'doubled', 'audit chain'],
    [
      [
        took.toFixed(0),
        ...[onOldBefore, onOldAfter, acknowledged, lost.length, doubled.length].map(String),
        broken.length === 0 ? 'whole' : 'broken',
      ],
    ],
  );
  if (!(onOldBefore > 0) || onOldAfter !== 0) missed.push(`k1 seals ${onOldAfter}, before it ${onOldBefore}`);
  return [...missed, ...load.gaveUp, ...lost, ...doubled, ...broken].map((what) => `${database}, rotation: ${what}`);
}

/** How many credentials, by `skilldesk vault status`. */
async function sealedBy(site: OperationsSite, key: string): Promise<number> {
  const { output } = await site.skilldesk('vault status --json');
  const { facts } = JSON.parse(output) as { facts: { name: string; value: string }[] };
  const [, count] = /seals (\d+) credential/.exec(facts.find(({ name }) => name === key)?.value ?? '') ?? [];
  return Number(count);
}

function timesOf(heard: readonly Heard[]): string[] {
  const good = heard.filter(({ status }) => status >= 200 && status < 300);
  const reads = good.filter(({ method }) => method === 'GET');
  const saves = good.filter(({ method, path }) => method === 'POST' && path === '/api/changes');
  return [reads, saves].flatMap((some) => {
    const times = some.map(({ took }) => took);
    return [0.5, 0.99].map((share) => quantile(times, share).toFixed(0));
  });
}
