import { Query, type PoolClient, type QueryResult } from 'pg';

/**
 * One connection to PostgreSQL, its statements sent before those before them are answered. Where none is answered for so long it is ended, and all fail:
 * the driver's own limit would count from the sending, and blame a statement for those that it waits behind.
 */
export class Line {
  /** It is not to be used again. */
  isBroken = false;
  readonly #client: PoolClient;
  readonly #patience: number;
  /** Names of statements that this connection has carried out. */
  readonly #known = new Set<string>();
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param patience in milliseconds */
  constructor(client: PoolClient, patience: number) {
    this.#client = client;
    this.#patience = patience;
  }

  knows(name: string | undefined): boolean {
    return name !== undefined && this.#known.has(name);
  }

  /** What is asked in the same moment goes out in one write: each would wake the database, and cost us as much as what it asks. */
  async ask(text: string, values: unknown[], name: string | undefined): Promise<QueryResult> {
    const { stream } = this.#client.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    const { promise, resolve, reject } = Promise.withResolvers<QueryResult>();
    // Not given as settings, of which the driver would make a copy of its own each time.
    const query = new Query(text, values, (error: Error | undefined, result: QueryResult) =>
      error ? reject(error) : resolve(result),
    );
    this.#underWay += 1;
    this.#timer ??= setTimeout(() => stream.destroy(), this.#patience);
    try {
      this.#client.query(Object.assign(query, { name }));
      const answer = await promise;
      if (name !== undefined) this.#known.add(name);
      return answer;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay > 0) this.#timer.refresh();
      else {
        clearTimeout(this.#timer);
        this.#timer = undefined;
      }
    }
  }
}
