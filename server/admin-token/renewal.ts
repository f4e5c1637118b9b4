import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import { attemptRenewal, keepAnswer, type AttemptPorts } from './attempt.ts';
import type {
  Asked,
  Credential,
  CredentialStore,
  Failure,
  FailureClass,
  Rung,
  TokenEndpoint,
  TokenSpool,
} from './ports.ts';
import { mintEarly, reserve, retryPause } from './refresh-schedule.ts';
import { lives } from './token-life.ts';

/** In milliseconds. */
export interface RenewalSettings {
  /** How long a claim holds without a sign of life. */
  claim: number;
  heartbeat: number;
  /** How often whoever waits for another replica looks. */
  poll: number;
  /** A renewal that hangs is forgotten after that, so that the next one can begin. */
  longest: number;
}

export const usualSettings: RenewalSettings = { claim: 15_000, heartbeat: 5_000, poll: 40, longest: 90_000 };

export interface RenewalPorts {
  store: CredentialStore;
  spool: TokenSpool;
  endpoint: TokenEndpoint;
  clock: Clock;
  log: Log;
  wait: (milliseconds: number) => Promise<unknown>;
  /** Told where a renewal stands, so that a test can end the process there. */
  reached?: (point: string) => void | Promise<void>;
  /** False: another installation may be at work with the same tokens, so nothing is asked for. Left out: it may. */
  mayRenew?: (() => Promise<boolean>) | undefined;
  /** Told of each answer of Webex, and of none. */
  attempted?: ((rung: Rung, outcome: 'renewed' | FailureClass) => void) | undefined;
}

const unknownInARow = 3;

/** Climbs the ladder for a credential: refresh token, orphaned refresh tokens, a new pair by the token manager, and no further. */
export class Renewal {
  readonly #ports: AttemptPorts;
  readonly #longest: number;
  readonly #flights = new Map<string, Promise<Credential>>();
  #personalToken: Secret | undefined;

  /** `personalToken` may mint once, and is then forgotten. */
  constructor(ports: RenewalPorts, settings: RenewalSettings = usualSettings, personalToken?: Secret) {
    this.#ports = { ...ports, settings, owner: randomUUID(), unstored: new Map() };
    this.#longest = settings.longest;
    this.#personalToken = personalToken;
  }

  /** What this process obtained and no database has taken yet. */
  unstored(credential: Credential): Credential | undefined {
    const newer = this.#ports.unstored.get(credential.id);
    return newer && newer.version > credential.version ? newer : undefined;
  }

  /** One renewal, however many ask; answers how the credential stands then. It was renewed when its version is another. */
  renew(credential: Credential, { forced }: { forced: boolean }): Promise<Credential> {
    const flight = `${credential.id} ${credential.version}`;
    const known = this.#flights.get(flight);
    if (known) return known;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Credential>((resolve) => {
      timer = setTimeout(() => resolve(credential), this.#longest).unref();
    });
    const started = Promise.race([this.#climb(credential, forced), late]).finally(() => {
      clearTimeout(timer);
      this.#flights.delete(flight);
    });
    this.#flights.set(flight, started);
    return started;
  }

  /** A token that may mint, renewed when it is over. */
  async managerToken(): Promise<Secret | undefined> {
    return (await this.#managerToken(undefined)).token;
  }

  /** Brings what was spooled into the database. */
  async drain(): Promise<void> {
    await this.#ports.spool.drain(async (spooled) => {
      const { store, log } = this.#ports;
      if (!(await store.read(spooled.credentialId))) {
        const isOver = (await store.disconnected()).has(spooled.credentialId);
        if (isOver)
          log.warn({ credential: spooled.credentialId }, 'spooled tokens of what was disconnected are destroyed');
        return isOver;
      }
      await keepAnswer(this.#ports, spooled);
      this.#ports.unstored.delete(spooled.credentialId);
      return true;
    });
  }

  async #climb(used: Credential, forced: boolean): Promise<Credential> {
    const { store, clock, endpoint, mayRenew } = this.#ports;
    const credential = (await store.read(used.id)) ?? used;
    if (mayRenew && !(await mayRenew())) return credential;
    const newer = this.unstored(credential);
    if (newer) return newer;
    if (credential.version !== used.version || credential.notBefore > clock.now()) return credential;

    const { clientId, clientSecret, tokens } = credential;
    const client = clientId !== undefined && clientSecret ? { clientId, clientSecret } : undefined;
    const mayMint = await this.#mayMint(credential);
    const endsSoon = tokens?.refreshExpiresAt !== undefined && tokens.refreshExpiresAt - clock.now() < mintEarly;
    const refreshTokens: { rung: Rung; token: Secret }[] = [];
    if (tokens?.refreshToken && credential.deadVersion !== credential.version && !(mayMint && endsSoon)) {
      refreshTokens.push({ rung: 'refresh-token', token: tokens.refreshToken });
    }
    if (client) {
      for (const orphan of await store.orphans(credential.id)) {
        if (orphan.refreshToken) refreshTokens.push({ rung: 'orphan', token: orphan.refreshToken });
      }
    }

    let failure: Failure | undefined;
    for (const { rung, token } of client ? refreshTokens : []) {
      if (!client) break;
      const attempt = await this.#attempt(credential, rung, forced, () => endpoint.exchangeRefreshToken(client, token));
      if (attempt.ended) return attempt.credential;
      failure = attempt.failure;
      if (failure.class === 'unknown' && credential.failures + 1 >= unknownInARow) break;
      if (failure.class !== 'dead-grant') return this.#settle(credential, failure, mayMint);
    }
    if (!mayMint) return this.#settle(credential, failure, false);
    return this.#mint(credential, forced);
  }

  async #mint(credential: Credential, forced: boolean): Promise<Credential> {
    const { endpoint } = this.#ports;
    const { clientId, clientSecret, applicationId, organizationId } = credential;
    if (clientId === undefined || !clientSecret || applicationId === undefined) return credential;
    const app = { clientId, clientSecret, applicationId, organizationId };

    let failure = this.#failure('transient', 'manager-unavailable');
    let refused: Secret | undefined;
    // Twice: a manager's token that is refused is renewed, and the new one asked with.
    for (let time = 0; time < 2; time += 1) {
      const manager = await this.#managerToken(refused);
      if (!manager.token) {
        failure = manager.failure;
        break;
      }
      const { token } = manager;
      const attempt = await this.#attempt(credential, 'minted', forced, () => endpoint.mint(app, token));
      if (attempt.ended) return attempt.credential;
      failure = attempt.failure;
      if (failure.code !== 'manager-refused') break;
      refused = token;
    }
    return this.#settle(credential, failure, true);
  }

  async #mayMint({ kind, applicationId }: Credential): Promise<boolean> {
    if (kind !== 'service-app' || applicationId === undefined) return false;
    const manager = await this.#ports.store.inUse('token-manager');
    return this.#personalToken !== undefined || (manager !== undefined && manager.state !== 'locked');
  }

  /** Never while a claim on another credential is held: the manager is renewed before it is asked with. */
  async #managerToken(
    refused: Secret | undefined,
  ): Promise<{ token: Secret } | { token?: undefined; failure: Failure }> {
    const { store, clock } = this.#ports;
    const good = (held: Credential | undefined) => {
      const token = held?.tokens?.accessToken;
      return token && lives(held.tokens, clock.now()) && !(refused && token.equals(refused)) ? token : undefined;
    };
    let manager = await store.inUse('token-manager');
    if (manager && manager.state !== 'locked' && !(good(manager) && lives(manager.tokens, clock.now(), reserve))) {
      manager = await this.renew(manager, { forced: refused !== undefined });
    }
    const token = good(manager) ?? this.#personalToken;
    if (token && token === this.#personalToken) this.#personalToken = undefined;
    if (token) return { token };
    const passing = manager?.state === 'active' && manager.failure?.class === 'transient';
    return { failure: this.#failure(passing ? 'transient' : 'dead-grant', 'manager-unavailable') };
  }

  #attempt(credential: Credential, rung: Rung, forced: boolean, call: () => Promise<Asked>) {
    return attemptRenewal(this.#ports, credential, rung, forced, call);
  }

  /** Writes down why no rung held. `mayRecover`: a later attempt may succeed without anybody's doing. */
  async #settle(credential: Credential, failure: Failure | undefined, mayRecover: boolean): Promise<Credential> {
    const { store, clock, log } = this.#ports;
    const last = failure ?? credential.failure ?? this.#failure('dead-grant', 'no-refresh-token');
    const isFinal = last.class === 'dead-grant' || last.class === 'missing-scope';
    // Told once: it was said when it happened, and nothing has been tried since.
    if (!failure && credential.state === 'needs-reauthorization' && !mayRecover) return credential;
    const failures = credential.failures + 1;
    const pause = isFinal ? 60 * 60_000 : retryPause(failures, credential.id);
    // What Webex itself asked for was written down with its answer.
    const { notBefore: asked = 0 } = (await store.read(credential.id)) ?? {};
    await store.fail(credential.id, credential.version, last, {
      notBefore: Math.max(asked, clock.now() + pause),
      failures,
      isDead: false,
      state: isFinal && credential.state === 'active' ? 'needs-reauthorization' : undefined,
    });
    const { class: failureClass, code, trackingId } = last;
    const told = { kind: credential.kind, class: failureClass, code, trackingId, failures };
    log[last.class === 'transient' ? 'warn' : 'error'](told, 'admin token not renewed');
    return (await store.read(credential.id)) ?? credential;
  }

  #failure(failureClass: Failure['class'], code: string): Failure {
    return { class: failureClass, code, trackingId: undefined, at: this.#ports.clock.now() };
  }
}
