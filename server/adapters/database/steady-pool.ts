import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Log } from '../../log.ts';
import { Line } from './line.ts';
import { StatementNames } from './statement-names.ts';
import { isLost, ofPostgres } from './unavailable.ts';

/** A database that is away is told of so often, not with every statement. In milliseconds. */
const betweenWarnings = 5_000;

/** Longer than any statement may take, so that one which takes too long is ended by the database; this is for answers that never come. */
const patience = 12_000;
/** As many may read on one connection in the same moment. */
const mostReaders = 16;
/** What is certainly about tables, and not about the connection that it is asked on. */
const isReading = /^select ["*]/;

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
  readonly #lines = new WeakMap<PoolClient, Line>();
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
        holding ??= isReading.test(text) ? this.#share() : this.#take();
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
    if (isLast && this.#shared === holding) this.#shared = undefined;
    void holding.client.then(
      (client) => {
        const line = this.#lineOf(client);
        // Within a transaction it is of no use to anybody else.
        line.isBroken ||= discard || (isLast && client.getTransactionStatus() !== 'I');
        if (isLast) client.release(line.isBroken);
      },
      () => undefined,
    );
  }

  #lineOf(client: PoolClient): Line {
    const line = this.#lines.get(client) ?? new Line(client, patience);
    this.#lines.set(client, line);
    return line;
  }

  async #ask({ client: held }: Holding, text: string, values: unknown[]) {
    const line = this.#lineOf(await held);
    const name = values.length > 0 ? this.#names.of(text) : undefined;
    return this.#attempt(
      () => line.ask(text, values, name),
      (error) => {
        line.isBroken ||= isLost(error);
        this.#learn(error, line.knows(name));
      },
    );
  }

  #learn(error: unknown, wasKnown: boolean): void {
    const wasOff = this.#names.isOff;
    this.#names.failed(error, wasKnown);
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
