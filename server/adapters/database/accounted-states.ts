import { setImmediate as letOthersGoFirst } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { listSkillValues, skillValues, type SkillWithValue } from '../../../shared/skill-values.ts';
import type { AccountedState, Watched } from '../../changes/elsewhere-ports.ts';
import type { Database } from './database.ts';
import { inPortions } from './in-portions.ts';
import { isPostgres } from './is-postgres.ts';
import type { Tables } from './tables.ts';

/** They are read and taken apart in a millisecond or two. */
const statesAtOnce = 100;

type Writable = Database | Transaction<Tables>;
type State = Omit<AccountedState, 'at' | 'number'>;

/** From what was read to what is accounted for now. */
export interface Move {
  before: AccountedState;
  to: State;
  at: number;
}

/** The rows of `accounted_states`, within the transaction of whoever moves them. */
export class AccountedStates {
  readonly #organizationId: string;

  constructor(organizationId: string) {
    this.#organizationId = organizationId;
  }

  /** All of them, some at a time: an organization has thousands, and requests are not to wait for that. */
  async *all(database: Database): AsyncGenerator<AccountedState[]> {
    for (let last: Watched | undefined; ;) {
      const rows = await this.#behind(database, last).orderBy('kind').orderBy('id').limit(statesAtOnce).execute();
      const states = rows.map(stateOf);
      yield states;
      last = states.at(-1);
      if (states.length < statesAtOnce) return;
      await letOthersGoFirst();
    }
  }

  async of(database: Writable, watched: Watched): Promise<AccountedState | undefined> {
    const row = await this.#rowOf(database, watched).executeTakeFirst();
    return row && stateOf(row);
  }

  /** A statement that answers its row, see `stateOf`; until the transaction ends nobody else moves it. */
  lockedRowOf(transaction: Transaction<Tables>, watched: Watched) {
    const row = this.#rowOf(transaction, watched);
    // On SQLite only one transaction writes at a time.
    return isPostgres(transaction) ? row.forUpdate() : row;
  }

  /** What is there already stays. */
  async begin(database: Writable, states: readonly State[], at: number): Promise<void> {
    const rows = states.map((state) => ({
      organization_id: this.#organizationId,
      kind: state.kind,
      id: state.id,
      number: 0,
      ...this.#columns(state, at),
    }));
    for (const portion of inPortions(rows)) {
      await database
        .insertInto('accounted_states')
        .values(portion)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }

  /** False when it has moved since it was read. */
  async move(database: Writable, move: Move): Promise<boolean> {
    return (await this.moved(database, move).execute()).length > 0;
  }

  /** A statement that moves it, and answers no row when it has moved since it was read. */
  moved(database: Writable, { before, to, at }: Move) {
    return database
      .updateTable('accounted_states')
      .set({ number: before.number + 1, ...this.#columns(to, at) })
      .where('organization_id', '=', this.#organizationId)
      .where('kind', '=', before.kind)
      .where('id', '=', before.id)
      .where('number', '=', before.number)
      .returning('id');
  }

  /** Of a profile that is gone; false when it has moved since it was read. */
  async end(database: Writable, { kind, id, number }: AccountedState): Promise<boolean> {
    const { numDeletedRows } = await database
      .deleteFrom('accounted_states')
      .where('organization_id', '=', this.#organizationId)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .where('number', '=', number)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }

  #columns = ({ name, values, stamp }: State, at: number) => ({
    name,
    content: JSON.stringify(listSkillValues(values)),
    stamp,
    at: Math.round(at),
  });

  #rowOf(database: Writable, { kind, id }: Watched) {
    return this.#rows(database).where('kind', '=', kind).where('id', '=', id);
  }

  #behind(database: Database, last: Watched | undefined) {
    if (!last) return this.#rows(database);
    const { kind, id } = last;
    return this.#rows(database).where((eb) => eb(eb.refTuple('kind', 'id'), '>', eb.tuple(kind, id)));
  }

  #rows(database: Writable) {
    return database.selectFrom('accounted_states').selectAll().where('organization_id', '=', this.#organizationId);
  }
}

export const stateOf = ({
  kind,
  id,
  name,
  content,
  stamp,
  number,
  at,
}: Tables['accounted_states']): AccountedState => ({
  kind: kind as AccountedState['kind'],
  id,
  name,
  values: skillValues(JSON.parse(content) as SkillWithValue[]),
  stamp,
  number,
  at,
});
