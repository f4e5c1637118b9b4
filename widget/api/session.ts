import { contract, type SessionGranted } from '../../shared/api.ts';
import { Observable } from '../observable.ts';
import { ApiProblem, asProblem } from './api-problem.ts';

/** Who is at the desk, as the backend verified it; everything of the grant but its token. */
export type Person = Omit<SessionGranted, 'token' | 'expiresAt' | 'contract'>;

export interface SessionSurroundings {
  exchange(desktopToken: string): Promise<SessionGranted>;
  /** The desktop's own token, when the property has none or an old one. */
  askDesktop(): Promise<string | undefined>;
  now(): number;
  later(task: () => void, ms: number): () => void;
}

const shortestLife = 10_000;
const longestLife = 600_000;
const renewAt = 0.8;
const firstRetry = 5_000;
const slowestRetry = 60_000;
/** Whom the backend does not let in may be let in later, by an administrator; and each try counts against everybody behind the same address. */
const refusedRetry = 300_000;
const untilSomebodyActs = Number.POSITIVE_INFINITY;

/**
 * Turns desktop tokens into sessions, one exchange at a time. A refused token is never offered twice: the next exchange
 * waits for another token or for `retry`.
 */
export class Session extends Observable {
  readonly #around: SessionSurroundings;
  #desktopToken: string | undefined;
  #tokenArrived: () => void = () => undefined;
  #grant: { bearer: string; renews: number; ends: number } | undefined;
  #exchange: Promise<string> | undefined;
  #outdated = false;
  #blockedUntil = 0;
  #failures = 0;
  #stopRenewal: () => void = () => undefined;
  #running = false;
  #person: Person | undefined;
  #problem: ApiProblem | undefined;
  #nextTry: number | undefined;

  constructor(around: SessionSurroundings) {
    super();
    this.#around = around;
  }

  get person(): Person | undefined {
    return this.#person;
  }

  /** Why there is no session; a renewal that failed while the old one still holds troubles nobody. */
  get problem(): ApiProblem | undefined {
    return this.#grantEnded() ? this.#problem : undefined;
  }

  /** When it is tried again by itself. */
  get nextTry(): number | undefined {
    return this.#nextTry;
  }

  /** The session as it is at this moment, for what cannot wait for another. */
  get current(): string | undefined {
    return this.#grantEnded() ? undefined : this.#grant?.bearer;
  }

  get exchanging(): boolean {
    return this.#exchange !== undefined;
  }

  /** The host's property; each new value renews the session, since the desktop renews its own tokens this way. */
  useDesktopToken(token: string | undefined): void {
    if (token === this.#desktopToken) return;
    this.#desktopToken = token;
    if (token === undefined) return;
    this.#blockedUntil = 0;
    this.#outdated = this.exchanging;
    this.#tokenArrived();
    if (this.#running && !this.exchanging) this.#renew();
  }

  start(): void {
    this.#running = true;
    const now = this.#around.now();
    if (this.#grant && now < this.#grant.renews) this.#renewLater(this.#grant.renews - now);
    else if (this.#blockedUntil !== untilSomebodyActs) this.#renew();
    else if (this.#problem?.code === 'no-desktop-token') this.#renewLater(firstRetry);
  }

  stop(): void {
    this.#running = false;
    this.#stopTimer();
  }

  retry(): void {
    this.#blockedUntil = 0;
    this.#renew();
  }

  /** A session good for one call; waits for the exchange that is under way, if any. */
  bearer(): Promise<string> {
    if (this.#grant && !this.#grantEnded()) return Promise.resolve(this.#grant.bearer);
    if (this.#exchange) return this.#exchange;
    if (this.#around.now() < this.#blockedUntil) return Promise.reject(this.#problem ?? new ApiProblem('unknown'));
    return this.#begin();
  }

  /** The backend did not take `bearer` any more. */
  drop(bearer: string): void {
    if (this.#grant?.bearer === bearer) this.#grant = undefined;
  }

  #grantEnded(): boolean {
    return this.#grant === undefined || this.#around.now() >= this.#grant.ends;
  }

  #renew(): void {
    if (this.#exchange) return;
    this.#begin().catch(() => undefined);
  }

  #begin(): Promise<string> {
    this.#stopTimer();
    const exchange = this.#tryTokens()
      .then(
        (granted) => this.#granted(granted),
        (error: unknown) => this.#failed(asProblem(error)),
      )
      .finally(() => {
        this.#exchange = undefined;
        if (this.#outdated) {
          this.#outdated = false;
          this.#renew();
        }
        this.changed();
      });
    this.#exchange = exchange;
    this.changed();
    return exchange;
  }

  async #tryTokens(): Promise<SessionGranted> {
    const tried = new Set<string>();
    let refusal: ApiProblem | undefined;
    const property = () => this.#desktopToken;
    const sources = [property, property, () => this.#desktopOrProperty(), property];
    for (const source of sources) {
      const token = await source();
      if (token === undefined || tried.has(token)) continue;
      tried.add(token);
      if (token === this.#desktopToken) this.#outdated = false;
      try {
        return await this.#around.exchange(token);
      } catch (error) {
        refusal = asProblem(error);
        if (refusal.code !== 'desktop-token-refused') throw error;
      }
    }
    throw refusal ?? new ApiProblem('no-desktop-token');
  }

  /** The property may arrive while the desktop is still being asked. */
  #desktopOrProperty(): Promise<string | undefined> {
    const property = new Promise<string | undefined>((resolve) => {
      this.#tokenArrived = () => resolve(this.#desktopToken);
    });
    return Promise.race([this.#around.askDesktop(), property]);
  }

  #granted({ token, expiresAt, contract: spoken, ...person }: SessionGranted): string {
    if (spoken !== contract)
      return this.#failed(new ApiProblem(spoken > contract ? 'page-outdated' : 'backend-outdated'));
    // The clocks of browser and server may differ: a life outside these bounds is not believed.
    const now = this.#around.now();
    const life = Math.min(Math.max(Date.parse(expiresAt) - now || 0, shortestLife), longestLife);
    this.#grant = { bearer: token, renews: now + life * renewAt, ends: now + life };
    this.#person = person;
    this.#problem = undefined;
    this.#failures = 0;
    this.#blockedUntil = 0;
    this.#renewLater(life * renewAt);
    return token;
  }

  #failed(problem: ApiProblem): never {
    this.#problem = problem;
    if (waitsForSomebody(problem)) {
      this.#grant = undefined;
      this.#blockedUntil = untilSomebodyActs;
      if (problem.code === 'no-desktop-token') this.#renewLater(firstRetry);
      else if (problem.code !== 'desktop-token-refused') this.#renewLater(refusedRetry);
    } else {
      const pause = Math.max(problem.retryAfter ?? 0, Math.min(firstRetry * 2 ** this.#failures, slowestRetry));
      this.#failures += 1;
      this.#blockedUntil = this.#around.now() + pause;
      this.#renewLater(pause);
    }
    throw problem;
  }

  #renewLater(ms: number): void {
    this.#stopTimer();
    if (!this.#running) return;
    this.#nextTry = this.#around.now() + ms;
    this.#stopRenewal = this.#around.later(() => this.#renew(), ms);
  }

  #stopTimer(): void {
    this.#nextTry = undefined;
    this.#stopRenewal();
  }
}

const waitsForSomebody = ({ code }: ApiProblem): boolean =>
  ['desktop-token-refused', 'no-desktop-token', 'not-a-supervisor', 'other-organization', 'not-allowed'].includes(code);
