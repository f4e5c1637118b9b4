import type { Transaction } from 'kysely';
import { listSkillValues, skillValues, type SkillWithValue } from '../../../shared/skill-values.ts';
import type { AccountedState, Watched } from '../../changes/elsewhere-ports.ts';
import type { Database } from './database.ts';
import { inPortions } from './in-portions.ts';
import type { Tables } from './tables.ts';

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

  async all(database: Writable): Promise<AccountedState[]> {
    return (await this.#rows(database).execute()).map(stateOf);
  }

  async of(database: Writable, watched: Watched): Promise<AccountedState | undefined> {
    const row = await this.rowOf(database, watched).executeTakeFirst();
    return row && stateOf(row);
  }

  /** A statement that answers its row; see `stateOf`. */
  rowOf(database: Writable, { kind, id }: Watched) {
    return this.#rows(database).where('kind', '=', kind).where('id', '=', id);
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
