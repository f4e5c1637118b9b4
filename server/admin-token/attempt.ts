import { judge } from './failure-classes.ts';
import type { Asked, Credential, Failure, Rung, SpooledTokens } from './ports.ts';
import { refreshDueAt, shortestPause } from './refresh-schedule.ts';
import type { RenewalPorts, RenewalSettings } from './renewal.ts';

export interface AttemptPorts extends RenewalPorts {
  settings: RenewalSettings;
  /** This process, for its claims. */
  owner: string;
  /** By credential: what no database has taken yet. */
  unstored: Map<string, Credential>;
}

type Attempt = { ended: true; credential: Credential } | { ended: false; failure: Failure };

/** One call to Webex under the claim of the credential, and its answer stored before anybody uses it. */
export async function attemptRenewal(
  ports: AttemptPorts,
  credential: Credential,
  rung: Rung,
  forced: boolean,
  call: () => Promise<Asked>,
): Promise<Attempt> {
  const { store, clock, log, owner, settings, reached, attempted } = ports;
  const { id, version } = credential;
  const other = await claimOrWait(ports, credential);
  if (other) return { ended: true, credential: other };
  await reached?.('claimed');
  // A heartbeat that fails changes nothing here: a call that was sent may end, and the version guards what it brings.
  const heartbeat = setInterval(
    () => void store.extend(id, owner, settings.claim).catch(() => false),
    settings.heartbeat,
  );
  try {
    await reached?.('before-send');
    const asked = await call();
    await reached?.('answered');
    if (!asked.ok) {
      const failure = {
        ...judge(asked.seen, rung === 'minted' ? 'mint' : 'refresh'),
        trackingId: asked.seen.trackingId,
        at: clock.now(),
      };
      attempted?.(rung, failure.class);
      return await refused(ports, credential, rung, failure, asked.seen.retryAfterSeconds);
    }
    attempted?.(rung, 'renewed');
    const { tokens, scopes } = asked.found;
    const kept = {
      ...tokens,
      // A date that is not told again still stands.
      refreshExpiresAt:
        tokens.refreshExpiresAt ?? (rung === 'refresh-token' ? credential.tokens?.refreshExpiresAt : undefined),
      scopes: scopes ?? credential.tokens?.scopes,
    };
    const spooled = { credentialId: id, usedVersion: version, tokens: kept, rung };
    try {
      await keepAnswer(ports, spooled, forced);
    } catch {
      log.error({ credential: id }, 'the database does not take the new tokens: they wait in the spool');
      ports.unstored.set(id, { ...credential, version: version + 1, tokens: kept, failure: undefined });
      await ports.spool
        .keep(credential.organizationId, spooled)
        .catch(() => log.error({ credential: id }, 'nor does the spool: they are only in this process'));
      return { ended: true, credential: ports.unstored.get(id) ?? credential };
    }
    await reached?.('committed');
    const now = (await store.read(id)) ?? credential;
    log.info(
      { kind: now.kind, rung, version: now.version, ends: isoDate(now.tokens?.accessExpiresAt) },
      'admin token renewed',
    );
    return { ended: true, credential: now };
  } finally {
    clearInterval(heartbeat);
    await store.release(id, owner).catch(() => undefined);
  }
}

/** Stores an answer as the next version, or as an orphan when somebody was faster: it may still be the last that works. */
export async function keepAnswer(
  { store, clock, reached }: Pick<AttemptPorts, 'store' | 'clock' | 'reached'>,
  { credentialId, usedVersion, tokens, rung }: SpooledTokens,
  forced = false,
): Promise<void> {
  await reached?.('before-commit');
  const schedule = {
    nextRefreshAt: refreshDueAt(credentialId, usedVersion + 1, tokens),
    notBefore: forced ? clock.now() + shortestPause : 0,
  };
  if (await store.commit(credentialId, usedVersion, tokens, rung, schedule)) return;
  await store.keepOrphan(credentialId, usedVersion + 1, tokens);
}

async function refused(
  { store, clock }: AttemptPorts,
  credential: Credential,
  rung: Rung,
  failure: Failure,
  retryAfterSeconds: number | undefined,
): Promise<Attempt> {
  const now = await store.read(credential.id);
  // A sibling has won with the same token: it is not dead, it is used.
  if (now && now.version !== credential.version) return { ended: true, credential: now };
  const isDead = failure.class === 'dead-grant' && rung === 'refresh-token';
  const notBefore = retryAfterSeconds === undefined ? 0 : clock.now() + retryAfterSeconds * 1000;
  const more = { notBefore, failures: credential.failures, isDead, state: undefined };
  await store.fail(credential.id, credential.version, failure, more);
  return { ended: false, failure };
}

/** Undefined: the claim is ours. Otherwise how the credential stands after somebody else's attempt. */
async function claimOrWait(ports: AttemptPorts, credential: Credential): Promise<Credential | undefined> {
  const { store, clock, owner, settings, wait } = ports;
  const { id, version } = credential;
  const end = performance.now() + settings.longest;
  for (;;) {
    if (await store.claim(id, version, owner, settings.claim, clock.now())) return undefined;
    const now = await store.read(id);
    const isOver = !now || now.version !== version || now.notBefore > clock.now() || !claimable.has(now.state);
    if (isOver || performance.now() > end) return now ?? credential;
    await wait(settings.poll * (0.5 + Math.random()));
  }
}

const claimable = new Set(['pending', 'active', 'needs-reauthorization']);

const isoDate = (at: number | undefined) => (at === undefined ? 'unknown' : new Date(at).toISOString());
