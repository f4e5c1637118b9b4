import type { Beat, Beats } from '../../skill-profiles/ports.ts';
import type { Database } from './database.ts';

/** What another process has written is seen after so many milliseconds: sooner than anybody makes one Change after the other. */
const readAgainAfter = 100;

interface Newest {
  beat: Promise<Beat | undefined>;
  /** Once it has been read. */
  read?: Beat | undefined;
  readAt: number;
}

/** One row for all who ask at about the same time. */
export class DatabaseBeats implements Beats {
  readonly #database: Database;
  readonly #organizationId: string;
  #newest: Newest | undefined;

  constructor(database: Database, organizationId: string) {
    this.#database = database;
    this.#organizationId = organizationId;
  }

  now(): Promise<Beat | undefined> {
    if (this.#newest && isYoung(this.#newest)) return this.#newest.beat;
    const newest: Newest = { beat: this.#read(), readAt: performance.now() };
    this.#newest = newest;
    newest.beat.then(
      (read) => (newest.read = read),
      () => {
        if (this.#newest === newest) this.#newest = undefined;
      },
    );
    return newest.beat;
  }

  atHand(): Beat | undefined {
    return this.#newest && isYoung(this.#newest) ? this.#newest.read : undefined;
  }

  /** This process has committed something: who asks from now on sees it. */
  forget(): void {
    this.#newest = undefined;
  }

  async #read(): Promise<Beat | undefined> {
    const row = await this.#database
      .selectFrom('snapshots')
      .leftJoin('policies', 'policies.organization_id', 'snapshots.organization_id')
      .select(['snapshots.changed', 'snapshots.as_of', 'policies.version'])
      .where('snapshots.organization_id', '=', this.#organizationId)
      .executeTakeFirst();
    return row && { changed: row.changed, asOf: row.as_of, policy: row.version ?? 0 };
  }
}

const isYoung = ({ readAt }: Newest): boolean => performance.now() - readAt <= readAgainAfter;
