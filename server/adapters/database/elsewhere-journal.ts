import type { Transaction } from 'kysely';
import type { ElsewhereJournal, Noticed, AccountedState, Watched } from '../../changes/elsewhere-ports.ts';
import { latestStamp } from '../../changes/elsewhere-states.ts';
import { assignedProfile, profileOf } from '../../changes/assigned-profile.ts';
import type { Claim } from '../../changes/ports.ts';
import { withDifferences } from '../../../shared/diff.ts';
import type { Outcome } from '../../../shared/change.ts';
import type { Edit } from '../../../shared/edit.ts';
import type { Clock } from '../../clock.ts';
import type { Organization } from '../../skill-profiles/organization.ts';
import { revisionOf } from '../../skill-profiles/revision.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import type { Database } from './database.ts';
import { databaseTime } from './database-time.ts';
import type { ElsewhereChanges, Ended } from './elsewhere-changes.ts';
import { LeaseFields } from './lease-fields.ts';
import { isCommitted, RollBack } from './roll-back.ts';
import type { DatabaseSnapshot } from './snapshot-store.ts';
import type { Tables } from './tables.ts';

interface Parts {
  database: Database;
  snapshot: DatabaseSnapshot;
  audit: DatabaseAuditTrail;
  elsewhere: ElsewhereChanges;
  clock: Clock;
}

/** What was changed around Skilldesk, beside the journal of what was changed by it. */
export class DatabaseElsewhere implements ElsewhereJournal {
  readonly #parts: Parts;
  readonly #leases: LeaseFields;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#leases = new LeaseFields(parts.clock);
  }

  accounted(): AsyncIterable<AccountedState[]> {
    return this.#parts.elsewhere.states.all(this.#parts.database);
  }

  accountedOf(watched: Watched): Promise<AccountedState | undefined> {
    return this.#parts.elsewhere.states.of(this.#parts.database, watched);
  }

  begin(states: Parameters<ElsewhereJournal['begin']>[0]): Promise<void> {
    const { database, elsewhere, clock } = this.#parts;
    return elsewhere.states.begin(database, states, clock.now());
  }

  targetsOnTheRoad(): Promise<ReadonlySet<string>> {
    return onTheRoad(this.#parts.database);
  }

  async adoptOwnWrites({ kind, id }: Watched, organization: Organization): Promise<boolean> {
    if (kind === 'team') return false;
    const { database, audit, elsewhere } = this.#parts;
    const unaccounted = (transaction: Database | Transaction<Tables>) =>
      transaction
        .selectFrom('change_items')
        .selectAll()
        .where(kind === 'user' ? 'user_id' : 'skill_profile_id', '=', id)
        .where('is_open', '=', 0)
        .where('accounted', 'is', null)
        .where('outcome', 'in', ['verified', 'superseded'])
        .orderBy('sent_at');
    if (!(await unaccounted(database).executeTakeFirst())) return false;
    await audit.transaction(async (transaction, recorder) => {
      await recorder.holdHead();
      for (const row of await unaccounted(transaction).execute()) {
        const ended: Ended = {
          changeId: row.change_id,
          position: row.position,
          edit: JSON.parse(row.edit) as Edit,
          outcome: row.outcome as Outcome,
          differences: JSON.parse(row.differences) as Ended['differences'],
          ...(row.written_version !== null && { writtenVersion: row.written_version }),
        };
        const before = await elsewhere.states.of(transaction, { kind, id });
        const move = await elsewhere.accountFor(transaction, recorder, ended, undefined, organization, before);
        if (move && !(await elsewhere.states.move(transaction, move)))
          throw new Error('what is accounted for moved while the head was held');
        await transaction
          .updateTable('change_items')
          .set({ accounted: 1 })
          .where('change_id', '=', row.change_id)
          .where('position', '=', row.position)
          .execute();
      }
    });
    return true;
  }

  async record(noticed: Noticed, claim: Claim): Promise<boolean> {
    const { audit, elsewhere, clock } = this.#parts;
    const { before, now, differences } = noticed;
    const skillIds = differences.map(({ skillId }) => skillId);
    const recording = audit.transaction(async (transaction, recorder) => {
      // In the order of an outcome: the head of the chain first, so that neither waits for the other.
      await recorder.holdHead();
      if (!(await this.#holds(transaction, claim))) throw new RollBack();
      if ((await onTheRoad(transaction)).has(before.id)) throw new RollBack();
      await this.#learn(transaction, noticed);
      await elsewhere.insert(transaction, recorder, noticed);
      // What an outcome finds changed before, it lays under its own lease itself.
      if (before.kind !== 'team') await this.#leases.overtake(transaction, before.id, skillIds);
      const values = withDifferences(before.values, differences);
      const to = now && { ...before, values, stamp: latestStamp(now.stamp, before.stamp), name: nameOf(noticed) };
      const hasMoved = to
        ? await elsewhere.states.move(transaction, { before, to, at: clock.now() })
        : await elsewhere.states.end(transaction, before);
      if (!hasMoved) throw new RollBack();
    });
    return isCommitted(recording);
  }

  /** The snapshot has what was read by its id; what it says of teams, and of a profile that is gone, comes with the lists. */
  async #learn(transaction: Transaction<Tables>, { now }: Noticed): Promise<void> {
    const { snapshot } = this.#parts;
    if (now?.listed) {
      const content = { values: now.values, revision: revisionOf(now.values) };
      await snapshot.learnSkillProfile(transaction, now.listed, content, now.readAt);
    } else if (now?.kind === 'user') {
      await snapshot.learnAssignment(transaction, now.id, profileOf(now.values.get(assignedProfile)), now.readAt);
    }
  }

  /** Until this transaction ends nobody else takes it. */
  async #holds(transaction: Transaction<Tables>, { target, owner }: Claim): Promise<boolean> {
    const { numUpdatedRows } = await transaction
      .updateTable('claims')
      .set((eb) => ({ until: eb.ref('until') }))
      .where('target', '=', target)
      .where('owner', '=', owner)
      .where('until', '>', databaseTime(this.#parts.database))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }
}

const nameOf = ({ before, now }: Noticed): string => now?.listed?.name ?? before.name;

/** What was sent and has no outcome yet, and what was sent, was not seen, and waits to be sent again. */
async function onTheRoad(database: Database | Transaction<Tables>): Promise<ReadonlySet<string>> {
  const rows = await database
    .selectFrom('change_items')
    .select(['skill_profile_id', 'user_id'])
    .where('is_open', '=', 1)
    .where((eb) => eb.or([eb('outcome', 'in', ['sent', 'in-doubt']), eb('attempts', '>', 0)]))
    .execute();
  return new Set(rows.map(({ skill_profile_id, user_id }) => skill_profile_id ?? user_id ?? ''));
}
