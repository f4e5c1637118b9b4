import type { Clock } from '../../clock.ts';
import type { Milestone, Milestones } from '../../admin/ports.ts';
import type { Database } from './database.ts';

/** What happened for the first time, once for all replicas. */
export class DatabaseMilestones implements Milestones {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #organizationId: string;
  /** What this process knows to be there is not written again. */
  readonly #known = new Set<Milestone>();

  constructor(database: Database, clock: Clock, organizationId: string) {
    this.#database = database;
    this.#clock = clock;
    this.#organizationId = organizationId;
  }

  async reach(name: Milestone): Promise<void> {
    if (this.#known.has(name)) return;
    await this.#database
      .insertInto('milestones')
      .values({ organization_id: this.#organizationId, name, at: Math.round(this.#clock.now()) })
      .onConflict((conflict) => conflict.columns(['organization_id', 'name']).doNothing())
      .execute();
    this.#known.add(name);
  }

  async reached(): Promise<ReadonlyMap<Milestone, number>> {
    const rows = await this.#database
      .selectFrom('milestones')
      .select(['name', 'at'])
      .where('organization_id', '=', this.#organizationId)
      .execute();
    return new Map(rows.map(({ name, at }) => [name as Milestone, at]));
  }
}
