import * as z from 'zod/mini';
import { defaultPolicy, type Policy } from '../../../shared/policy.ts';
import { Policy as PolicySchema } from '../../../shared/policy-schemas.ts';
import type { PolicyStore, StoredPolicy } from '../../policy/ports.ts';
import type { Database } from './database.ts';
import { databaseTime } from './database-time.ts';
import type { Tables } from './tables.ts';

export class DatabasePolicy implements PolicyStore {
  readonly #database: Database;
  readonly #organizationId: string;

  constructor(database: Database, organizationId: string) {
    this.#database = database;
    this.#organizationId = organizationId;
  }

  async read(): Promise<StoredPolicy | undefined> {
    const row = await this.#database
      .selectFrom('policies')
      .selectAll()
      .where('organization_id', '=', this.#organizationId)
      .executeTakeFirst();
    return row && policyOf(row);
  }

  async replace(policy: Policy, changedBy: string): Promise<StoredPolicy> {
    const set = { body: JSON.stringify(policy), changed_by: changedBy, changed_at: databaseTime(this.#database) };
    const row = await this.#database
      .insertInto('policies')
      .values({ organization_id: this.#organizationId, version: 1, ...set })
      .onConflict((conflict) =>
        conflict
          .column('organization_id')
          .doUpdateSet(({ eb }) => ({ ...set, version: eb('policies.version', '+', 1) })),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
    return policyOf(row);
  }
}

/**
 * A member that came with a later version of Skilldesk than the row has its default. What this version does not know makes the policy
 * unreadable, and nothing is done under it: it may forbid something.
 */
function policyOf({ body, version, changed_by, changed_at }: Tables['policies']): StoredPolicy {
  const stored = JSON.parse(body) as Partial<Policy>;
  const limits = { ...defaultPolicy.limits, ...stored.limits };
  const policy = z.parse(PolicySchema, { ...defaultPolicy, ...stored, limits });
  return { policy, version, changedBy: changed_by, changedAt: changed_at };
}
