import { AppError } from '../app-error.ts';
import type { Secret } from '../secret.ts';
import { checkHealth, noteForcedRenewal, type HealthPorts } from './check-health.ts';
import { useFailures, type AdminAccess, type Credential, type TokenState } from './ports.ts';
import { reauthorizationSteps } from './reauthorization-steps.ts';
import { orphansKeptFor, reserve, warningDays } from './refresh-schedule.ts';
import type { Renewal } from './renewal.ts';
import { lives, stateOf } from './token-life.ts';
import { VaultError } from './vault-error.ts';

interface Ports extends HealthPorts {
  renewal: Renewal;
  /** Tries the credentials that are pending; see `settleAllPending`. */
  settlePending: () => Promise<void>;
  wait: (milliseconds: number) => Promise<unknown>;
}

/** A lock on another replica is seen no later than that: early enough for what is sent with the token then to be there within five seconds. */
const knownFor = 2_000;
/** Nobody waits longer for a token; the renewal goes on without him. */
const patience = 10_000;

/** A valid admin token for whoever may call Webex, renewed once however many ask. */
export class AdminAccessToken implements AdminAccess {
  readonly #ports: Ports;
  #known: { credential: Credential | undefined; readAt: number } | undefined;
  #state: TokenState | undefined;
  #settling: Promise<void> | undefined;
  #reading: Promise<Credential | undefined> | undefined;
  #renewing: Promise<Credential> | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get state(): TokenState {
    const credential = this.#known?.credential;
    return credential && this.#state !== 'locked'
      ? stateOf(credential, this.#ports.clock.now())
      : (this.#state ?? 'not-connected');
  }

  async token(): Promise<Secret> {
    const { clock } = this.#ports;
    let credential = (await this.#read()) ?? (await this.#whenSettled());
    if (credential.state === 'locked') throw needsReauthorization(credential);
    if (!lives(credential.tokens, clock.now(), reserve)) {
      credential = await this.#renewed(credential, false).catch(() => credential);
    }
    if (lives(credential.tokens, clock.now()) && credential.tokens?.accessToken) return credential.tokens.accessToken;
    throw this.#whyNot(credential);
  }

  async renew(refused: Secret): Promise<Secret> {
    const another = (credential: Credential) => {
      const token = credential.tokens?.accessToken;
      return token && !token.equals(refused) ? token : undefined;
    };
    const known = this.#known?.credential;
    if (known && known.state !== 'locked' && another(known)) return another(known) ?? refused;
    const credential = (await this.#read(0)) ?? (await this.#whenSettled());
    if (credential.state === 'locked') throw needsReauthorization(credential);
    const renewed = another(credential) ? credential : await this.#renewed(credential, true);
    const token = another(renewed);
    if (token) return token;
    throw this.#whyNot(renewed);
  }

  worked(token: Secret): void {
    const { health, log } = this.#ports;
    const credential = this.#known?.credential;
    if (!this.#known || !credential?.tokens?.accessToken?.equals(token)) return;
    const { id, version, forcedRenewals, failure } = credential;
    if (forcedRenewals === 0 && !(failure && useFailures.includes(failure.code))) return;
    // Told once: the next call need not tell it again.
    this.#known = { ...this.#known, credential: { ...credential, forcedRenewals: 0, failure: undefined } };
    void health.worked(id, version).catch((error: unknown) => log.warn({ error }, 'a good call was not written down'));
  }

  /** To be called every few seconds: renews what is due, tries what is pending, warns of what will end. */
  async refreshWhenDue(): Promise<void> {
    const { store, renewal, clock, log } = this.#ports;
    await this.#read(0);
    // Neither may keep from its renewal what is in use.
    const failed = (what: string) => (error: unknown) => log.error({ error }, what);
    await renewal.drain().catch(failed('the spool was not drained'));
    await this.#settle().catch(failed('a pending credential was not tried'));
    for (const role of ['token-manager', 'admin'] as const) {
      const credential = await store.inUse(role);
      if (!credential || credential.state === 'locked') continue;
      if (isDue(credential, clock.now())) await renewal.renew(credential, { forced: false });
      else await this.#checkHealth(role, credential).catch(failed('a token was not tried'));
      const days = credential.tokens?.refreshToken && warningDays(credential.tokens, clock.now());
      if (days !== undefined && days < (credential.warnedDays ?? Infinity)) {
        await store.warned(credential.id, days);
        const ends = new Date(credential.tokens?.refreshExpiresAt ?? 0).toISOString();
        log.warn({ kind: credential.kind, days, ends }, 'the refresh token ends soon: connect again before it does');
      }
    }
    await store.pruneOrphans(clock.now() - orphansKeptFor);
    await this.#read(0);
  }

  #checkHealth(role: 'admin' | 'token-manager', credential: Credential): Promise<void> {
    const { renewal } = this.#ports;
    return checkHealth(this.#ports, credential, (refused) =>
      role === 'admin' ? this.renew(refused) : renewal.renew(credential, { forced: true }),
    );
  }

  #read(maxAge = knownFor): Promise<Credential | undefined> {
    // Real time, not the clock's: a test that moves the clock has changed nothing in the database.
    if (this.#known?.credential && performance.now() - this.#known.readAt < maxAge) {
      return Promise.resolve(this.#known.credential);
    }
    this.#reading ??= this.#readNow().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readNow(): Promise<Credential | undefined> {
    const { store, renewal, log } = this.#ports;
    const now = performance.now();
    try {
      const stored = await store.inUse('admin');
      const credential = stored && stored.state !== 'locked' ? (renewal.unstored(stored) ?? stored) : stored;
      this.#known = { credential, readAt: now };
      this.#state = credential ? undefined : await this.#stateWithoutOne();
      return credential;
    } catch (error) {
      if (!(error instanceof VaultError)) {
        // Without the database what was read last still serves: reading Webex needs no other permission.
        if (this.#known?.credential) return this.#known.credential;
        throw error;
      }
      if (this.#state !== 'locked') log.error({ error, fault: error.fault }, 'the vault cannot be read');
      this.#known = undefined;
      this.#state = 'locked';
      throw new AppError('needs-reauthorization', error.message, { cause: error });
    }
  }

  async #stateWithoutOne(): Promise<TokenState> {
    const states = (await this.#ports.store.list())
      .filter(({ kind }) => kind !== 'token-manager')
      .map(({ state }) => state);
    if (states.includes('pending')) return 'pending';
    return states[0] === 'refused' ? 'needs-reauthorization' : 'not-connected';
  }

  /** Nothing is in use: perhaps something is being tried. */
  async #whenSettled(): Promise<Credential> {
    await this.#within(this.#settle());
    // A reading that began before it was settled knows nothing of that.
    await this.#reading?.catch(() => undefined);
    const credential = await this.#read(0);
    if (credential) return credential;
    const others = (await this.#ports.store.list()).filter(({ kind }) => kind !== 'token-manager');
    const pending = others.find(({ state }) => state === 'pending');
    if (pending) {
      throw unavailable(
        pending.failure
          ? reauthorizationSteps(pending)
          : 'Skilldesk is trying its authorization for this organization.',
      );
    }
    const refused = others.find(({ state }) => state === 'refused');
    if (refused && this.#state === 'needs-reauthorization') throw needsReauthorization(refused);
    throw new AppError(
      'organization-not-connected',
      'Skilldesk has no authorization for this organization yet. An administrator must connect it.',
    );
  }

  #settle(): Promise<void> {
    this.#settling ??= this.#ports.settlePending().finally(() => (this.#settling = undefined));
    return this.#settling;
  }

  async #renewed(credential: Credential, forced: boolean): Promise<Credential> {
    this.#renewing ??= this.#renewAndRead(credential, forced).finally(() => (this.#renewing = undefined));
    return (await this.#within(this.#renewing)) ?? credential;
  }

  async #renewAndRead(credential: Credential, forced: boolean): Promise<Credential> {
    const renewed = await this.#ports.renewal.renew(credential, { forced });
    if (forced && renewed.version !== credential.version) {
      const { log } = this.#ports;
      await noteForcedRenewal(this.#ports, renewed).catch((error: unknown) =>
        log.warn({ error }, 'a forced renewal was not counted'),
      );
    }
    // Somebody else's lock may have come meanwhile, so it is read again, and not taken from the renewal.
    return (await this.#readNow()) ?? renewed;
  }

  async #within<Result>(work: Promise<Result>): Promise<Result | undefined> {
    return Promise.race([work, this.#ports.wait(patience).then(() => undefined)]);
  }

  #whyNot(credential: Credential): AppError {
    if (credential.state === 'needs-reauthorization' || credential.state === 'locked')
      return needsReauthorization(credential);
    const clientRefused = credential.failure?.class === 'our-configuration';
    return unavailable(
      clientRefused
        ? 'Webex refuses the client id or secret of Skilldesk. An administrator should check whether the secret was regenerated.'
        : 'Webex does not renew the authorization of Skilldesk at the moment. Try again.',
      Math.min(60, Math.max(1, Math.ceil((credential.notBefore - this.#ports.clock.now()) / 1000))),
    );
  }
}

function isDue({ state, nextRefreshAt, tokens, notBefore }: Credential, now: number): boolean {
  if (notBefore > now) return false;
  if (state === 'needs-reauthorization') return true;
  return (nextRefreshAt !== undefined && nextRefreshAt <= now) || !lives(tokens, now);
}

const needsReauthorization = (credential: Pick<Credential, 'kind' | 'state' | 'failure'>) =>
  new AppError('needs-reauthorization', reauthorizationSteps(credential));

const unavailable = (detail: string, retryAfterSeconds = 30) =>
  new AppError('webex-unavailable', detail, { retryAfterSeconds });
