import { sql, type Transaction } from 'kysely';
import type { SkillDifference } from '../../../shared/diff.ts';
import { targetOf } from '../../../shared/edit.ts';
import { sameValue, type SkillValue } from '../../../shared/skill.ts';
import { end, keep, lay, overtake, type LeaseField, type LeaseStack } from '../../changes/lease-stack.ts';
import type { JournalItem, Standing } from '../../changes/ports.ts';
import type { Ending } from '../../changes/reversal-edit.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Row = Tables['lease_fields'];
type Step = (stack: LeaseStack) => LeaseStack;

/** What leases hold. A stack changes in the transaction of the outcome that changes it, and no other way. */
export class LeaseFields {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * An item ended: what it wrote, or found so already, lies on the fields from now on, or what it took back has left them. `open` is what lies on
   * the target, see `openOn`.
   */
  async settle(
    transaction: Transaction<Tables>,
    change: Pick<Tables['changes'], 'id' | 'until' | 'reverts'>,
    item: JournalItem,
    seen: Standing | undefined,
    open: readonly Row[],
  ): Promise<void> {
    const target = targetOf(item.edit);
    const { outcome, differences, leftOut = [] } = item;
    if (outcome !== 'verified' && outcome !== 'unchanged' && outcome !== 'superseded') return;
    const isForeign = ({ skillId, after }: { skillId: string; after: SkillValue | null }) =>
      outcome === 'superseded' && !(seen && sameValue(seen.values.get(skillId) ?? null, after));
    const reverted = open.filter(({ change_id }) => change_id === change.reverts);
    const stack = (skillId: string) => open.filter(({ skill_id }) => skill_id === skillId);
    for (const { skill_id: skillId, change_id: lease } of reverted) {
      const written = differences.find((difference) => difference.skillId === skillId);
      const isLeftAlone = leftOut.some((left) => left.skillId === skillId);
      const foreign = written ? isForeign(written) : isLeftAlone || (outcome === 'superseded' && isAlone(item));
      await this.#step(transaction, target, skillId, stack(skillId), (before) => end(before, lease, foreign));
    }
    const onStack = new Set(reverted.map(({ skill_id }) => skill_id));
    for (const difference of laidBy(item).filter(({ skillId }) => !onStack.has(skillId))) {
      const { skillId, before, after: value } = difference;
      const laid: Step =
        change.until !== null && change.reverts === null && !isForeign(difference)
          ? (fields) => lay(fields, { changeId: change.id, value, before })
          : overtake;
      await this.#step(transaction, target, skillId, stack(skillId), laid);
    }
  }

  /** A lease is made permanent. */
  async keep(transaction: Transaction<Tables>, changeId: string): Promise<void> {
    const rows = await openFields(transaction).where('change_id', '=', changeId).execute();
    for (const { target, skill_id } of rows) {
      const before = await stackOf(transaction, target, skill_id);
      await this.#step(transaction, target, skill_id, before, (stack) => keep(stack, changeId));
    }
  }

  /** Somebody changed these fields around us. */
  async overtake(transaction: Transaction<Tables>, target: string, skillIds: readonly string[]): Promise<void> {
    for (const skillId of skillIds)
      await this.#step(transaction, target, skillId, await stackOf(transaction, target, skillId), overtake);
  }

  async #step(
    transaction: Transaction<Tables>,
    target: string,
    skillId: string,
    before: readonly Row[],
    step: Step,
  ): Promise<void> {
    const after = step({ fields: before.map(fieldOf), left: [] });
    const known = new Map(before.map((row) => [row.change_id, row]));
    for (const { changeId, how } of after.left)
      await update(transaction, known.get(changeId), { state: how, left_at: Math.round(this.#clock.now()) });
    for (const field of after.fields) {
      const row = known.get(field.changeId);
      const restores = JSON.stringify(field.restores);
      if (row && row.restores !== restores) await update(transaction, row, { restores });
      if (row) continue;
      const number = Math.max(0, ...before.map((one) => one.number)) + 1;
      await transaction
        .insertInto('lease_fields')
        .values({
          change_id: field.changeId,
          target,
          skill_id: skillId,
          number,
          value: JSON.stringify(field.value),
          restores,
          state: 'open',
          left_at: null,
        })
        .execute();
    }
  }
}

/** What taking a lease back does to each field that it ever held, but for those that were made permanent under others. */
export async function endingsOf(
  database: Database | Transaction<Tables>,
  changeId: string,
  target: string,
): Promise<Map<string, Ending>> {
  const rows = await fields(database).where('change_id', '=', changeId).where('target', '=', target).execute();
  const endings = new Map<string, Ending>();
  for (const row of rows) {
    const isKept = row.state === 'kept';
    const top = isKept || row.state === 'open' ? (await stackOf(database, target, row.skill_id)).at(-1) : undefined;
    const { value, restores } = fieldOf(row);
    // Made permanent, it is like any other Change, except that what it found there may have been a lease that has ended.
    if (isKept && !top) endings.set(row.skill_id, { is: 'top', value, restores });
    else if (isKept) continue;
    else if (top)
      endings.set(row.skill_id, top.change_id === changeId ? { is: 'top', value, restores } : { is: 'below' });
    else endings.set(row.skill_id, { is: row.state === 'ended' ? 'ended' : 'superseded' });
  }
  return endings;
}

/** Values that leases gave a field, or gave it back, since a moment; one that was overtaken or made permanent gave nothing that is a lease's by now. */
export async function valuesByLeases(database: Database, target: string, since: number) {
  const rows = await fields(database)
    .where('target', '=', target)
    .where((eb) => eb.or([eb('state', '=', 'open'), eb.and([eb('state', '=', 'ended'), eb('left_at', '>=', since)])]))
    .execute();
  return rows.map((row) => {
    const { value, restores } = fieldOf(row);
    return { skillId: row.skill_id, value: row.state === 'open' ? value : restores };
  });
}

/** What an item has set, or found so. What an earlier try of it wrote is found so by the next one, and was not so before. */
function laidBy({ outcome, differences, held = [] }: JournalItem): SkillDifference[] {
  if (outcome === 'unchanged') return held;
  return [...differences, ...held.filter(({ skillId }) => !differences.some((written) => written.skillId === skillId))];
}

/** Of an assignment there is one field, and its outcome tells of it. */
const isAlone = ({ edit }: JournalItem) => 'userId' in edit;

const fields = (database: Database | Transaction<Tables>) => database.selectFrom('lease_fields').selectAll();

/** Written out, so that SQLite sees that its index holds them all. */
const openFields = (database: Database | Transaction<Tables>) => fields(database).where('state', '=', sql.lit('open'));

/** A statement that answers what lies on the fields of a target, of each what lies lowest first. */
export const openOn = (database: Database | Transaction<Tables>, target: string) =>
  openFields(database).where('target', '=', target).orderBy('number');

const stackOf = (database: Database | Transaction<Tables>, target: string, skillId: string) =>
  openOn(database, target).where('skill_id', '=', skillId).execute();

const fieldOf = ({ change_id: changeId, value, restores }: Row): LeaseField => ({
  changeId,
  value: JSON.parse(value) as SkillValue | null,
  restores: JSON.parse(restores) as SkillValue | null,
});

async function update(transaction: Transaction<Tables>, row: Row | undefined, set: Partial<Row>): Promise<void> {
  if (!row) return;
  await transaction
    .updateTable('lease_fields')
    .set(set)
    .where('change_id', '=', row.change_id)
    .where('target', '=', row.target)
    .where('skill_id', '=', row.skill_id)
    .execute();
}
