import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Log } from '../../log.ts';
import { StatementNames } from './statement-names.ts';
import { isLost, ofPostgres } from './unavailable.ts';

/** A database that is away is told of so often, not with every statement. In milliseconds. */
const betweenWarnings = 5_000;

/** PostgreSQL connections that may break at any time: what failed for that is `database-unavailable`, and the connection is not used again. */
export class SteadyPool implements PostgresPool {
  /** Asked for by Kysely. */
  readonly options = {};
  readonly #pool: Pool;
  readonly #log: Pick<Log, 'warn'>;
  /** Each is told of once: Kysely remembers each that it has ever been given, and all that hangs on it. */
  readonly #told = new WeakMap<PoolClient, PostgresPoolClient>();
  readonly #names = new StatementNames();
  #warnedAt = -Infinity;

  constructor(config: PoolConfig, log: Pick<Log, 'warn'>) {
    this.#pool = new Pool(config);
    this.#log = log;
    // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
    this.#pool.on('error', () => log.warn('an idle database connection was lost'));
    // So would one that breaks between two statements of a transaction. The next of them fails.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#attempt(() => this.#pool.connect());
    const told = this.#told.get(client) ?? this.#watched(client);
    this.#told.set(client, told);
    return told;
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  #watched(client: PoolClient): PostgresPoolClient {
    let isBroken = false;
    let begun: Promise<unknown> | undefined;
    const ask = (text: string, values: unknown[]) =>
      this.#attempt(
        () => sent(client, values.length > 0 ? this.#names.of(text) : undefined, text, values),
        (error) => {
          isBroken ||= isLost(error);
          this.#learn(error);
        },
      );
    const query: unknown = async (text: string, values: unknown[]) => {
      const before = begun;
      const answer = ask(text, values);
      begun = undefined;
      if (text !== 'begin') return before ? (await Promise.all([before, answer]))[1] : answer;
      // It goes with the first statement of its transaction, which fails where it fails.
      begun = answer;
      answer.catch(() => undefined);
      return { command: 'BEGIN', rowCount: null, rows: [] };
    };
    return {
      // Of the two ways to ask, by a cursor is not used.
      query: query as PostgresPoolClient['query'],
      release: (discard?: boolean) => client.release(discard === true || isBroken),
    };
  }

  #learn(error: unknown): void {
    const wasOff = this.#names.isOff;
    this.#names.failed(error);
    if (this.#names.isOff && !wasOff)
      this.#log.warn({ error }, 'what stands before the database keeps no prepared statements: they are given up');
  }

  async #attempt<Result>(work: () => Promise<Result>, failed?: (error: unknown) => void): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      failed?.(error);
      const shown = ofPostgres(error);
      if (shown !== error && performance.now() - this.#warnedAt > betweenWarnings) {
        this.#warnedAt = performance.now();
        this.#log.warn({ error }, 'the database cannot be used');
      }
      throw shown;
    }
  }
}

/** What is asked in the same moment goes out in one write: each would wake the database, and cost us as much as what it asks. */
function sent(client: PoolClient, name: string | undefined, text: string, values: unknown[]) {
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
  return client.query({ text, values, ...(name !== undefined && { name }) });
}
