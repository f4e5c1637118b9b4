import { hash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AppError } from '../app-error.ts';
import type { SessionStore, SessionTokens } from './ports.ts';
import type { Session } from './session.ts';

/** A session that another process ended is over here as soon: the promise is a second. In milliseconds. */
const readAgainAfter = 700;
/** More supervisors than this do not work with one process at once; of more than these none is remembered. */
const mostRemembered = 5_000;

interface Ports {
  tokens: SessionTokens;
  sessions: SessionStore;
  clock: Clock;
}

interface Remembered {
  session: Promise<Session>;
  /** Once it has been read. */
  read?: Session;
  /** By the clock of the process, which nobody sets. */
  readAt: number;
}

/**
 * Whose a token is. Its signature is checked once and then known by its hash; that the session still lives is read from the database again
 * whenever what was read is older than 0.7 s. What fails is not remembered.
 */
export class LivingSessions {
  readonly #ports: Ports;
  readonly #remembered = new Map<string, Remembered>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** @throws AppError `session-missing` or `session-expired` */
  async of(token: string): Promise<Session> {
    const key = keyOf(token);
    const known = this.#remembered.get(key);
    if (!known) return this.#remember(key, this.#verify(token));
    if (isOld(known)) return this.#remember(key, this.#readAgain(known));
    return this.#alive(await known.session);
  }

  /** As `of` would answer without asking anybody; undefined where it would have to ask, or would refuse. */
  atHand(token: string): Session | undefined {
    const known = this.#remembered.get(keyOf(token));
    return known?.read && !isOld(known) && !this.#isOver(known.read) ? known.read : undefined;
  }

  /** Ends it: in this process at once, in every other within a second. */
  async end({ id }: Session): Promise<void> {
    await this.#ports.sessions.end(id);
    for (const [key, { session }] of this.#remembered) {
      const one = await session.catch(() => undefined);
      if (one?.id === id) this.#remembered.delete(key);
    }
  }

  async #verify(token: string): Promise<Session> {
    const { sessionId, personId } = await this.#ports.tokens.verify(token);
    const session = await this.#ports.sessions.find(sessionId);
    if (session?.person.id !== personId) throw ended();
    return session;
  }

  async #readAgain({ session }: Remembered): Promise<Session> {
    const again = await this.#ports.sessions.find((await session).id);
    if (!again) throw ended();
    return this.#alive(again);
  }

  #alive(session: Session): Session {
    if (this.#isOver(session)) throw ended();
    return session;
  }

  #isOver = ({ expiresAt }: Session): boolean => this.#ports.clock.now() >= expiresAt;

  /** Whoever asks while it is read waits for the same answer. */
  #remember(key: string, session: Promise<Session>): Promise<Session> {
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    const remembered: Remembered = { session, readAt: performance.now() };
    this.#remembered.set(key, remembered);
    session.then(
      (read) => (remembered.read = read),
      () => {
        if (this.#remembered.get(key) === remembered) this.#remembered.delete(key);
      },
    );
    return session;
  }
}

const keyOf = (token: string): string => hash('sha256', token, 'base64url');
const isOld = ({ readAt }: Remembered): boolean => performance.now() - readAt > readAgainAfter;
const ended = () => new AppError('session-expired', 'Your Skilldesk session has ended.');
