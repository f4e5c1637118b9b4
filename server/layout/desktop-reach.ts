import type { DesktopReach, DesktopReachState } from '../../shared/layout-api.ts';
import type { Clock } from '../clock.ts';
import { allowedListPlace } from './hosts.ts';

/** A widget that was just loaded asks within a moment; the desktop's values may take their time. */
const patience = 120_000;
/** More are somebody's joke. */
const mostOrigins = 10;
const longestOrigin = 200;

interface Span {
  first: number;
  last: number;
}

/**
 * How far desktops come, as this process saw it: they load the bundle, their page asks the API, somebody is let in. That the first happens
 * without the second is how a host looks that nobody has allowed in Control Hub: the browser keeps the request back, and no log has a line.
 * Kept in memory: it is asked while Skilldesk is set up, and after that a living session says more.
 */
export class DesktopSightings {
  readonly #clock: Clock;
  readonly #since: number;
  readonly #refusedOrigins = new Set<string>();
  #bundle: Span | undefined;
  #api: Span | undefined;
  #supervisor: Span | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** A browser took the bundle for a script. */
  bundleLoaded(): void {
    this.#bundle = this.#prolonged(this.#bundle);
  }

  /** A page asked the API for a session, or whether it may. */
  apiAsked(origin: string | undefined, isAllowed: boolean): void {
    if (isAllowed) this.#api = this.#prolonged(this.#api);
    else if (origin !== undefined && origin.length <= longestOrigin && this.#refusedOrigins.size < mostOrigins) {
      this.#refusedOrigins.add(origin);
    }
  }

  supervisorSeen(): void {
    this.#supervisor = this.#prolonged(this.#supervisor);
  }

  /** @param sessionAlive whether any replica has let somebody in whose session lives */
  reach(sessionAlive: boolean): DesktopReach {
    const refusedOrigins = [...this.#refusedOrigins];
    const state = this.#state(sessionAlive);
    return {
      state,
      detail: explanations[state],
      since: new Date(this.#since).toISOString(),
      ...(this.#bundle && { bundleLoaded: shown(this.#bundle) }),
      ...(this.#api && { apiReached: shown(this.#api) }),
      ...(this.#supervisor && { supervisorSeen: shown(this.#supervisor) }),
      sessionAlive,
      refusedOrigins,
    };
  }

  #state(sessionAlive: boolean): DesktopReachState {
    if (sessionAlive || this.#supervisor) return 'supervisor-seen';
    if (this.#api) return 'exchange-refused';
    if (this.#refusedOrigins.size > 0) return 'origin-refused';
    return this.#bundle && this.#clock.now() - this.#bundle.first > patience ? 'api-never-reached' : 'bundle-not-seen';
  }

  #prolonged(span: Span | undefined): Span {
    const last = this.#clock.now();
    return { first: span?.first ?? last, last };
  }
}

const shown = ({ first, last }: Span) => ({
  first: new Date(first).toISOString(),
  last: new Date(last).toISOString(),
});

const explanations: Record<DesktopReachState, string> = {
  'supervisor-seen': 'A desktop came all the way: the page is in a layout, and the hosts are allowed.',
  'exchange-refused':
    'Desktops reach the API, and nobody was let in yet: whoever opened the page is no supervisor, or Webex refused his token. The page says which to whoever opens it, and the log has the code of each refusal.',
  'origin-refused':
    'Pages of an origin that is not in ALLOWED_ORIGINS ask the API, and browsers keep the answers from them. If it is the address of your Agent Desktop, add it to ALLOWED_ORIGINS and restart.',
  'api-never-reached': `Browsers load the bundle from here, and no page has asked the API: most likely its host is not allowed. Add it in ${allowedListPlace}, wait ten minutes and sign in to the desktop again. Where the page says something else, its words are right: it could not know the backend without “apiBase”.`,
  'bundle-not-seen':
    'No browser has loaded the bundle from this server for long enough to say more. Either no layout with the page is in use yet, its host is not allowed, or the bundle is on a CDN, where this server cannot see it.',
};
