import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { Credential } from '../config.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import { failedAs, UpstreamError } from '../upstream-error.ts';
import type { AdminAccess, TokenEndpoint, TokenPair, TokenState, TokenVault } from './ports.ts';

const minute = 60_000;
/** A failed refresh is not tried again sooner: whoever asks meanwhile gets the old token while it lives. */
const coolDown = 30_000;

/** A valid admin token for whoever may call Webex, refreshed once however many ask. */
export class AdminAccessToken implements AdminAccess {
  readonly #ports: { endpoint: TokenEndpoint; vault: TokenVault; clock: Clock; log: Log };
  readonly #credential: Credential | undefined;
  #refreshing: Promise<TokenPair> | undefined;
  #failedAt = -Infinity;
  #state: TokenState;

  constructor(
    ports: { endpoint: TokenEndpoint; vault: TokenVault; clock: Clock; log: Log },
    credential: Credential | undefined,
  ) {
    this.#ports = ports;
    this.#credential = credential;
    this.#state = credential ? 'active' : 'not-connected';
  }

  get state(): TokenState {
    return this.#state;
  }

  async token(): Promise<Secret> {
    const pair = await this.#pair();
    if (!this.#isDue(pair)) return pair.accessToken;
    const alive = pair.accessExpiresAt === undefined || pair.accessExpiresAt > this.#ports.clock.now();
    try {
      return (await this.#refresh(pair)).accessToken;
    } catch (error) {
      // The old token serves while it lives; a token that is over cannot.
      if (alive) return pair.accessToken;
      throw error;
    }
  }

  async renew(refused: Secret): Promise<Secret> {
    const pair = await this.#pair();
    if (!pair.accessToken.equals(refused)) return pair.accessToken;
    return (await this.#refresh(pair)).accessToken;
  }

  async #pair(): Promise<TokenPair> {
    if (!this.#credential) {
      throw new AppError(
        'organization-not-connected',
        'Skilldesk has no authorization for this organization yet. An administrator must connect it.',
      );
    }
    const known = await this.#ports.vault.load();
    if (known) return known;
    if (this.#credential.kind !== 'direct') return this.#refresh(undefined);

    this.#ports.log.warn(
      'A direct access token is used. It cannot be refreshed: when it ends, all writing ends. Use a Service App for production.',
    );
    const pair: TokenPair = {
      accessToken: this.#credential.accessToken,
      refreshToken: undefined,
      obtainedAt: this.#ports.clock.now(),
      accessExpiresAt: undefined,
      refreshExpiresAt: undefined,
    };
    await this.#ports.vault.save(pair);
    return pair;
  }

  /** At half of its life, so that an outage of days harms nobody; at the latest five minutes before its end. */
  #isDue({ obtainedAt, accessExpiresAt, refreshToken }: TokenPair): boolean {
    if (accessExpiresAt === undefined) return false;
    const now = this.#ports.clock.now();
    if (now < this.#failedAt + coolDown && now < accessExpiresAt) return false;
    const due = Math.min(obtainedAt + (accessExpiresAt - obtainedAt) / 2, accessExpiresAt - 5 * minute);
    return refreshToken !== undefined && now >= due;
  }

  #refresh(used: TokenPair | undefined): Promise<TokenPair> {
    this.#refreshing ??= this.#refreshOnce(used).finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #refreshOnce(used: TokenPair | undefined): Promise<TokenPair> {
    const { endpoint, vault, clock, log } = this.#ports;
    const credential = this.#credential;
    if (!credential || credential.kind === 'direct') {
      this.#state = 'needs-reauthorization';
      throw needsReauthorization();
    }
    if (this.#state === 'needs-reauthorization') throw needsReauthorization();
    if (clock.now() < this.#failedAt + coolDown) throw unavailable();
    try {
      const pair = await endpoint.refresh(credential, used?.refreshToken ?? credential.refreshToken);
      await vault.save(pair);
      this.#state = 'active';
      this.#failedAt = -Infinity;
      log.info({ kind: credential.kind, accessExpiresAt: isoDate(pair.accessExpiresAt) }, 'admin token refreshed');
      return pair;
    } catch (error) {
      this.#failedAt = clock.now();
      this.#state = failedAs(error, 'refused') ? 'needs-reauthorization' : this.#stateWithout(used);
      log.error(
        { failure: error instanceof UpstreamError ? error.message : 'unknown', state: this.#state },
        'admin token not refreshed',
      );
      throw this.#state === 'needs-reauthorization' ? needsReauthorization(error) : unavailable(error);
    }
  }

  #stateWithout(used: TokenPair | undefined): TokenState {
    return used?.accessExpiresAt !== undefined && used.accessExpiresAt > this.#ports.clock.now()
      ? 'degraded'
      : 'expired';
  }
}

const isoDate = (at: number | undefined) => (at === undefined ? 'unknown' : new Date(at).toISOString());

const needsReauthorization = (cause?: unknown) =>
  new AppError(
    'needs-reauthorization',
    'Webex no longer accepts the authorization of Skilldesk for this organization. An administrator must connect it again.',
    { cause },
  );

const unavailable = (cause?: unknown) =>
  new AppError('webex-unavailable', 'Webex does not renew the authorization of Skilldesk at the moment. Try again.', {
    cause,
    retryAfterSeconds: 30,
  });
