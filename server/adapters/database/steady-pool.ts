import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, Query, type PoolClient, type PoolConfig, type QueryResult } from 'pg';
import type { Log } from '../../log.ts';
import { StatementNames } from './statement-names.ts';
import { isLost, ofPostgres } from './unavailable.ts';

/** A database that is away is told of so often, not with every statement. In milliseconds. */
const betweenWarnings = 5_000;

/** As many may read on one connection in the same moment. */
const mostReaders = 16;

/** A connection of the pool, and for how many. */
interface Holding {
  client: Promise<PoolClient>;
  holders: number;
  isShared: boolean;
}

/**
 * PostgreSQL connections that may break at any time: what failed for that is `database-unavailable`, and the connection is not used again. All that is
 * read in the same moment, outside of transactions, shares one: to wake another one costs more than most readings do.
 */
export class SteadyPool implements PostgresPool {
  /** Asked for by Kysely. */
  readonly options = {};
  readonly #pool: Pool;
  readonly #log: Pick<Log, 'warn'>;
  /** Used again and again: Kysely remembers each that it has ever been given, and all that hangs on it. */
  readonly #unused: PostgresPoolClient[] = [];
  readonly #broken = new WeakSet<PoolClient>();
  readonly #names = new StatementNames();
  #shared: Holding | undefined;
  #warnedAt = -Infinity;

  constructor(config: PoolConfig, log: Pick<Log, 'warn'>) {
    this.#pool = new Pool(config);
    this.#log = log;
    // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
    this.#pool.on('error', () => log.warn('an idle database connection was lost'));
    // So would one that breaks between two statements of a transaction. The next of them fails.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** What stands for a connection until its first statement says what kind of one is needed. */
  connect(): Promise<PostgresPoolClient> {
    return Promise.resolve(this.#unused.pop() ?? this.#stand());
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  #stand(): PostgresPoolClient {
    let holding: Holding | undefined;
    let begun: Promise<unknown> | undefined;
    const query: unknown = async (text: string, values: unknown[]) => {
      if (text !== 'begin') {
        holding ??= text.startsWith('select ') ? this.#share() : this.#take();
        const before = begun;
        begun = undefined;
        const answer = this.#ask(holding, text, values);
        return before ? (await Promise.all([before, answer]))[1] : answer;
      }
      if (holding?.isShared) {
        this.#release(holding);
        holding = undefined;
      }
      holding ??= this.#take();
      // It goes with the first statement of its transaction, which fails where it fails.
      begun = this.#ask(holding, text, values);
      begun.catch(() => undefined);
      return { command: 'BEGIN', rowCount: null, rows: [] };
    };
    const stand = {
      // Of the two ways to ask, by a cursor is not used.
      query: query as PostgresPoolClient['query'],
      release: (discard?: boolean) => {
        if (holding) this.#release(holding, discard);
        holding = undefined;
        begun = undefined;
        // Kysely uses none again that it has discarded.
        if (discard !== true) this.#unused.push(stand);
      },
    };
    return stand;
  }

  #take(isShared = false): Holding {
    const client = this.#attempt(() => this.#pool.connect());
    client.catch(() => undefined);
    return { client, holders: 1, isShared };
  }

  #share(): Holding {
    const open = this.#shared;
    if (open && open.holders < mostReaders) {
      open.holders += 1;
      return open;
    }
    const holding = this.#take(true);
    this.#shared = holding;
    // Whoever comes later need not wait for what those have asked.
    const close = () => {
      if (this.#shared === holding) this.#shared = undefined;
    };
    holding.client.then(close, close);
    return holding;
  }

  #release(holding: Holding, discard = false): void {
    holding.holders -= 1;
    const isLast = holding.holders === 0;
    void holding.client.then(
      (client) => {
        if (discard) this.#broken.add(client);
        if (isLast) client.release(this.#broken.has(client));
      },
      () => undefined,
    );
  }

  async #ask({ client: held }: Holding, text: string, values: unknown[]) {
    const client = await held;
    return this.#attempt(
      () => sent(client, values.length > 0 ? this.#names.of(text) : undefined, text, values),
      (error) => {
        if (isLost(error)) this.#broken.add(client);
        this.#learn(error);
      },
    );
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
  const { promise, resolve, reject } = Promise.withResolvers<QueryResult>();
  // Not given as settings, of which the driver would make a copy of its own each time.
  const query = new Query(text, values, (error: Error | undefined, result: QueryResult) =>
    error ? reject(error) : resolve(result),
  );
  client.query(Object.assign(query, { name }));
  return promise;
}
