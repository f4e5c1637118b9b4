import { randomBytes } from 'node:crypto';
import type { RawBuilder, Transaction } from 'kysely';
import { pseudonymOf, pseudonymText } from '../../audit/chain.ts';
import type { Person, PseudonymousPerson } from '../../audit/ports.ts';
import type { ChainKeys } from './audit-keys.ts';
import type { Recorder } from './audit-trail.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Row = Tables['audit_people'];
export type Found = Pick<Row, 'pseudonym' | 'person_id' | 'name' | 'email'>;

/** By id, or by what answers it. */
export type PersonIds = readonly (string | RawBuilder<string>)[];

/** Who is behind a pseudonym of the audit records: the only place of the trail with names of persons. */
export class AuditPeople {
  readonly #keys: ChainKeys;
  readonly #organizationId: string;

  constructor(keys: ChainKeys, organizationId: string) {
    this.#keys = keys;
    this.#organizationId = organizationId;
  }

  /** A statement that answers who they are, under all their names; while the head is locked nobody of them is forgotten. */
  rowsOf(transaction: Transaction<Tables>, ids: PersonIds) {
    return transaction
      .selectFrom('audit_people')
      .select(['pseudonym', 'person_id', 'name', 'email'])
      .where('organization_id', '=', this.#organizationId)
      .where('person_id', 'in', [...ids]);
  }

  /**
   * The pseudonym of a person as he is named now: under another name he has another. Only while the head is locked, and `found` behind it. Whoever
   * was found is marked as named `lastly`.
   */
  async pseudonymOf(
    transaction: Transaction<Tables>,
    person: Person,
    seq: number,
    { found, lastly }: { found: readonly Found[]; lastly: Recorder['lastly'] },
  ): Promise<string> {
    const { id, name, email } = person;
    const named = transaction
      .updateTable('audit_people')
      .set({ last_seq: seq })
      .where('organization_id', '=', this.#organizationId);
    const one = found.find((row) => row.person_id === id && row.name === name && row.email === email);
    if (one) {
      lastly(named.where('pseudonym', '=', one.pseudonym));
      return one.pseudonym;
    }
    const known = await named
      .where('person_id', '=', id)
      .where('name', '=', name)
      .where('email', '=', email)
      .returning('pseudonym')
      .executeTakeFirst();
    if (known) return known.pseudonym;
    const salt = randomBytes(16).toString('hex');
    const keyId = this.#keys.newest;
    const mac = this.#keys.macOf(keyId, pseudonymText(this.#organizationId, salt, person));
    if (mac === undefined) throw new Error('the audit chain has no key');
    const pseudonym = pseudonymOf(mac);
    await transaction
      .insertInto('audit_people')
      .values({
        organization_id: this.#organizationId,
        pseudonym,
        chain_key: keyId,
        salt,
        person_id: id,
        name,
        email,
        last_seq: seq,
      })
      .execute();
    return pseudonym;
  }

  async list(database: Database, of?: readonly string[]): Promise<PseudonymousPerson[]> {
    if (of?.length === 0) return [];
    let query = database.selectFrom('audit_people').selectAll().where('organization_id', '=', this.#organizationId);
    if (of) query = query.where('pseudonym', 'in', of);
    const rows = await query.execute();
    return rows.map((row) => ({ pseudonym: row.pseudonym, keyId: row.chain_key, known: knownOf(row) }));
  }

  /** By id or e-mail; answers the pseudonyms, which mean nothing from now on. */
  async forget(transaction: Transaction<Tables>, person: string): Promise<string[]> {
    // Agents are named without an address: the empty one is nobody's.
    if (person === '') return [];
    const rows = await transaction
      .updateTable('audit_people')
      .set({ salt: null, person_id: null, name: null, email: null })
      .where('organization_id', '=', this.#organizationId)
      .where((eb) => eb.or([eb('person_id', '=', person), eb('email', '=', person)]))
      .returning('pseudonym')
      .execute();
    return rows.map(({ pseudonym }) => pseudonym);
  }

  /** Those whom no record names that is left. */
  async prune(transaction: Transaction<Tables>, upTo: number): Promise<void> {
    await transaction
      .deleteFrom('audit_people')
      .where('organization_id', '=', this.#organizationId)
      .where('last_seq', '<=', upTo)
      .execute();
  }
}

function knownOf({ salt, person_id: id, name, email }: Row): PseudonymousPerson['known'] {
  return salt === null || id === null || name === null || email === null ? undefined : { salt, id, name, email };
}
