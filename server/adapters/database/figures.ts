import { late } from '../../changes/lease-view.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from './database.ts';

/** Counts and ends for whoever watches Skilldesk: no id, no name and nothing that is sealed. */
export interface Figures {
  /** Of the credentials in use. */
  tokens: { kind: string; rung: string; accessExpiresAt: number | null; refreshExpiresAt: number | null }[];
  orphans: number;
  openItems: { outcome: string; count: number }[];
  /** Ends of leases that somebody should look at, and that nobody has taken. */
  incidents: number;
  sessions: number;
  snapshotAt: number | undefined;
  /** By the clock that the ends are told in. */
  now: number;
}

export class DatabaseFigures {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #organizationId: string;

  constructor(database: Database, clock: Clock, organizationId: string) {
    this.#database = database;
    this.#clock = clock;
    this.#organizationId = organizationId;
  }

  async read(): Promise<Figures> {
    const database = this.#database;
    const now = this.#clock.now();
    const tokens = await database
      .selectFrom('credentials')
      .innerJoin('token_sets', (join) =>
        join
          .onRef('token_sets.credential_id', '=', 'credentials.id')
          .onRef('token_sets.version', '=', 'credentials.version'),
      )
      .select([
        'credentials.kind',
        'token_sets.rung',
        'token_sets.access_expires_at as accessExpiresAt',
        'token_sets.refresh_expires_at as refreshExpiresAt',
      ])
      .where('organization_id', '=', this.#organizationId)
      .where('state', 'in', ['active', 'needs-reauthorization', 'locked'])
      .execute();
    const orphans = await database
      .selectFrom('orphaned_token_sets')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const openItems = await database
      .selectFrom('change_items')
      .select(['outcome', (eb) => eb.fn.countAll<number>().as('count')])
      .where('is_open', '=', 1)
      .groupBy('outcome')
      .execute();
    const sessions = await database
      .selectFrom('sessions')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('expires_at', '>', now)
      .executeTakeFirstOrThrow();
    const snapshot = await database
      .selectFrom('snapshots')
      .select('as_of')
      .where('organization_id', '=', this.#organizationId)
      .executeTakeFirst();
    const incidents = (await this.#lateEnds(now)) + (await this.#failedEnds(now));
    return {
      ...{ tokens, openItems, incidents, now },
      orphans: orphans.count,
      sessions: sessions.count,
      snapshotAt: snapshot?.as_of,
    };
  }

  async #lateEnds(now: number): Promise<number> {
    const { count } = await this.#database
      .selectFrom('changes')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('organization_id', '=', this.#organizationId)
      .where('until', '<', now - late)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** As `incidentOf` sees them, for all Changes at once. */
  async #failedEnds(now: number): Promise<number> {
    const { count } = await this.#database
      .selectFrom('changes')
      .innerJoin('changes as ends', 'ends.reverts', 'changes.id')
      .innerJoin('change_items as of_end', 'of_end.change_id', 'ends.id')
      .select((eb) => eb.fn.count<number>('changes.id').distinct().as('count'))
      .where('changes.organization_id', '=', this.#organizationId)
      .where('changes.is_over', 'is', null)
      .where('changes.taken_at', 'is', null)
      .where('changes.ended_at', 'is not', null)
      .where('ends.via', '=', 'lease-end')
      .where((eb) =>
        eb.or([
          eb('of_end.outcome', '=', 'in-doubt'),
          eb.and([eb('of_end.is_open', '=', 1), eb('changes.ended_at', '<', now - late)]),
          eb.and([
            eb('of_end.is_open', '=', 0),
            eb.or([eb('of_end.outcome', 'not in', ['verified', 'unchanged']), eb('of_end.left_out', 'is not', null)]),
          ]),
        ]),
      )
      .executeTakeFirstOrThrow();
    return count;
  }
}
