import * as z from 'zod/mini';
import { defaultPolicy, type Policy } from '../../../shared/policy.ts';
import { Policy as PolicySchema } from '../../../shared/policy-schemas.ts';
import { AppError } from '../../app-error.ts';
import type { AuditEntry } from '../../audit/ports.ts';
import type { PolicyChanger, PolicyStore, StoredPolicy } from '../../policy/ports.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import type { Database } from './database.ts';
import { databaseTime } from './database-time.ts';
import type { Tables } from './tables.ts';

type Row = Tables['policies'];

export class DatabasePolicy implements PolicyStore {
  readonly #database: Database;
  readonly #organizationId: string;
  readonly #audit: DatabaseAuditTrail;
  #understood: { row: Row; policy: StoredPolicy } | undefined;

  constructor(database: Database, organizationId: string, audit: DatabaseAuditTrail) {
    this.#database = database;
    this.#organizationId = organizationId;
    this.#audit = audit;
  }

  async read(): Promise<StoredPolicy | undefined> {
    const row = await this.#row(this.#database);
    if (!row) return undefined;
    // It is asked for several times in every edit, and says the same for weeks.
    if (!this.#understood || !isSame(this.#understood.row, row)) this.#understood = { row, policy: policyOf(row) };
    return this.#understood.policy;
  }

  replace(policy: Policy, changedBy: PolicyChanger, over?: number): Promise<StoredPolicy> {
    const changed_by = typeof changedBy === 'string' ? changedBy : `${changedBy.name} at the console`;
    const set = { body: JSON.stringify(policy), changed_by, changed_at: databaseTime(this.#database) };
    return this.#audit.transaction(async (transaction, { append, holdHead }) => {
      await holdHead();
      const before = await this.#row(transaction);
      if (over !== undefined && over !== (before?.version ?? 0)) throw changedMeanwhile(before);
      const row = await transaction
        .insertInto('policies')
        .values({ organization_id: this.#organizationId, version: 1, ...set })
        .onConflict((conflict) =>
          conflict
            .column('organization_id')
            .doUpdateSet(({ eb }) => ({ ...set, version: eb('policies.version', '+', 1) })),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      await append(policyEntry(row, before, changedBy));
      return policyOf(row);
    });
  }

  #row(database: Pick<Database, 'selectFrom'>) {
    return database
      .selectFrom('policies')
      .selectAll()
      .where('organization_id', '=', this.#organizationId)
      .executeTakeFirst();
  }
}

const isSame = (one: Row, other: Row): boolean =>
  one.version === other.version && one.body === other.body && one.changed_at === other.changed_at;

const changedMeanwhile = (row: Row | undefined) =>
  new AppError(
    'preview-outdated',
    `Nothing was changed: ${row?.changed_by ?? 'somebody'} has changed the policy since you looked at it. It was read again: compare, and save what you still want.`,
  );

/** What was stored before is recorded as it was, also when this version does not understand it. Persons are named beside. */
function policyEntry(after: Row, before: Row | undefined, changedBy: PolicyChanger): AuditEntry {
  const withoutPersons = (body: string) =>
    JSON.parse(body, (name, value: unknown) => (name === 'persons' ? undefined : value)) as unknown;
  const persons = (body: string) => {
    const { stage } = JSON.parse(body) as Partial<Policy>;
    return (typeof stage === 'object' ? stage.named.persons : []).map((id) => ({ id, name: '', email: '' }));
  };
  return {
    action: 'policy-changed',
    actor: typeof changedBy === 'string' ? 'operator' : changedBy,
    body: {
      changedBy: typeof changedBy === 'string' ? changedBy : 'the console',
      version: after.version,
      before: before ? withoutPersons(before.body) : null,
      after: withoutPersons(after.body),
    },
    persons: { namedBefore: before ? persons(before.body) : [], namedAfter: persons(after.body) },
  };
}

/**
 * A member that came with a later version of Skilldesk than the row has its default. What this version does not know makes the policy
 * unreadable, and nothing is done under it: it may forbid something.
 */
function policyOf({ body, version, changed_by, changed_at }: Row): StoredPolicy {
  const stored = JSON.parse(body) as Partial<Policy>;
  const limits = { ...defaultPolicy.limits, ...stored.limits };
  const policy = z.safeParse(PolicySchema, { ...defaultPolicy, ...stored, limits });
  if (!policy.success) {
    throw new AppError(
      'internal-error',
      'The stored policy was written by another version of Skilldesk, and this one does not understand it. Run that version, or an operator imports a policy by “skilldesk policy import”.',
    );
  }
  return { policy: policy.data, version, changedBy: changed_by, changedAt: changed_at };
}
