import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { openDatabase, type Database } from '../../server/adapters/database/database.ts';
import { DatabaseClock } from '../../server/adapters/database/database-time.ts';
import { acceptCredential } from '../../server/admin-token/accept-credential.ts';
import { rotateVault } from '../../server/admin-token/vault-keys.ts';
import { openCustody, type Custody } from '../../server/compose-custody.ts';
import { readConfig, type Config } from '../../server/config.ts';
import { openLog } from '../../server/log.ts';
import { Secret } from '../../server/secret.ts';

/** Where a process kills itself, as by kill -9: the `time`th time that it comes to `point`. */
export interface Death {
  point: string;
  time: number;
}

/** What a parent may ask of a renewing process; each is answered by one message. */
export type Order =
  | { order: 'open'; folder: string; environment: Record<string, string> }
  | { order: 'expire'; kind: 'service-app' | 'integration' | 'token-manager' }
  | { order: 'renew'; death?: Death }
  | { order: 'reconnect'; refreshToken: string; death?: Death }
  | { order: 'rotate'; death?: Death };

/** How a renewal ended. Of the token only a fingerprint: it is a secret here too. */
export interface Renewed {
  state: string;
  managerState: string;
  /** The token that is used now is taken by Webex. */
  works: boolean;
  /** Milliseconds until there was a token, or none. */
  took: number;
  version: number;
  fingerprint: string;
  /** Every sealed value was opened. */
  readable: boolean;
  orphans: number;
}

export const testSettings = { claim: 1_000, heartbeat: 300, poll: 40, longest: 90_000 };

interface Open {
  config: Config;
  database: Database;
  custody: Custody;
}

let open: Open | undefined;
let death: Death | undefined;
let timesThere = 0;

function pass(point: string): void {
  if (point !== death?.point) return;
  timesThere += 1;
  if (timesThere === death.time) process.kill(process.pid, 'SIGKILL');
}

/** With a point before each of its methods and one behind it, by their names. All of them are asynchronous. */
const passing = <Port extends object>(port: Port): Port =>
  new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        pass(`before ${String(name)}`);
        const answer: unknown = await Reflect.apply(member, target, args);
        pass(`after ${String(name)}`);
        return answer;
      };
    },
  });

async function openHere(folder: string, environment: Record<string, string>): Promise<true> {
  process.chdir(folder);
  const log = openLog('silent');
  const config = readConfig(environment);
  const database = await openDatabase(config.databaseUrl, log);
  const clock = new DatabaseClock(database);
  await clock.set();
  const custody = await openCustody(config, database, clock, log, testSettings, pass);
  open = { config, database, custody };
  return true;
}

/** As a server does at its start and on its timer, and then for a call: renews what is due, and uses it. */
async function renew({ config, custody }: Open): Promise<Renewed> {
  const { access, store } = custody;
  process.send?.('begun');
  const began = performance.now();
  await access.refreshWhenDue();
  const token = await access.token().catch(() => undefined);
  const took = performance.now() - began;
  const { state } = access;
  const readable = await reads(custody);
  const organization = `${config.contactCenterUrl}/organization/${config.organizationId}`;
  const { ok: works } = await fetch(`${organization}/v2/skill?page=0&pageSize=1`, {
    headers: { authorization: `Bearer ${token?.reveal() ?? ''}` },
  });
  const stored = await store.inUse('admin').catch(() => undefined);
  return {
    ...{ state, works, took, readable },
    managerState: (await store.inUse('token-manager').catch(() => undefined))?.state ?? 'none',
    version: stored?.version ?? 0,
    fingerprint: createHash('sha256')
      .update(token?.reveal() ?? '')
      .digest('hex')
      .slice(0, 12),
    orphans: stored ? (await store.orphans(stored.id)).length : 0,
  };
}

async function reads({ store }: Custody): Promise<boolean> {
  try {
    for (const { id } of await store.list()) {
      await store.read(id);
      await store.orphans(id);
    }
    return true;
  } catch {
    return false;
  }
}

/** Brings the token of a credential to its end, as time would. */
async function expire({ database, custody }: Open, kind: string): Promise<true> {
  await database
    .updateTable('token_sets')
    .set({ access_expires_at: custody.clock.now() - 1_000 })
    .where('credential_id', 'in', database.selectFrom('credentials').select('id').where('kind', '=', kind))
    .execute();
  await sql`update credentials set not_before = 0 where kind = ${kind}`.execute(database);
  return true;
}

/** What the human does who is needed: pastes a new refresh token. */
async function reconnect({ custody }: Open, refreshToken: string): Promise<true> {
  const used = await custody.store.inUse('admin');
  if (!used) throw new Error('Nothing is in use.');
  const { kind, clientId, clientSecret } = used;
  const tokens = {
    ...{ accessToken: undefined, refreshToken: new Secret(refreshToken), obtainedAt: custody.clock.now() },
    ...{ accessExpiresAt: undefined, refreshExpiresAt: undefined },
  };
  const ports = { ...custody, store: passing(custody.store), probe: passing(custody.probe) };
  const { state } = await acceptCredential(ports, { kind, clientId, clientSecret, tokens });
  if (state !== 'active') throw new Error(`Reconnected, it is ${state}.`);
  return true;
}

/** What the operator does who changes the key of the vault. */
async function rotate({ custody: { vault, audit } }: Open): Promise<true> {
  await rotateVault({ vault: passing(vault), audit: passing(audit) });
  return true;
}

async function obey(order: Order): Promise<true | Renewed> {
  if (order.order === 'open') return openHere(order.folder, order.environment);
  if (!open) throw new Error('It is not open.');
  if (order.order === 'expire') return expire(open, order.kind);
  [death, timesThere] = [order.death, 0];
  if (order.order === 'reconnect') return reconnect(open, order.refreshToken);
  if (order.order === 'rotate') return rotate(open);
  return renew(open);
}

// A process of its own, ordered about by its parent; imported by the parent for its types, it does nothing.
if (process.send && process.argv[2] === 'renewing') {
  process.on('message', (order: Order) => {
    obey(order).then(
      (answer) => process.send?.({ answer }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : 'no error' }),
    );
  });
  process.once('disconnect', () => process.exit(0));
  process.send('ready');
}
