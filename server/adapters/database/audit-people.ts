import { hash, randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { pseudonymOf, pseudonymText } from '../../audit/chain.ts';
import type { Person, PseudonymousPerson } from '../../audit/ports.ts';
import type { ChainKeys } from './audit-keys.ts';
import type { Recorder } from './audit-trail.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Row = Tables['audit_people'];

const mostRemembered = 5_000;

/** Who was remembered has been forgotten, or pruned, by somebody else. Asked again, he is named anew. */
export class NamedNoMore extends Error {}

/** Who is behind a pseudonym of the audit records: the only place of the trail with names of persons. */
export class AuditPeople {
  readonly #keys: ChainKeys;
  readonly #organizationId: string;
  /** Pseudonyms as they were found in the table, by a hash: whoever is forgotten by another process is named nowhere here either. */
  readonly #known = new Map<string, string>();

  constructor(keys: ChainKeys, organizationId: string) {
    this.#keys = keys;
    this.#organizationId = organizationId;
  }

  /**
   * The pseudonym of a person as he is named now: under another name he has another. Only while the head is locked. One that is remembered is
   * looked for `lastly`: he may have been forgotten since.
   */
  async pseudonymOf(
    transaction: Transaction<Tables>,
    person: Person,
    seq: number,
    lastly: Recorder['lastly'],
  ): Promise<string> {
    const { id, name, email } = person;
    const naming = transaction
      .updateTable('audit_people')
      .set({ last_seq: seq })
      .where('organization_id', '=', this.#organizationId)
      .where('person_id', '=', id)
      .where('name', '=', name)
      .where('email', '=', email)
      .returning('pseudonym');
    const key = hash('sha256', JSON.stringify([id, name, email]), 'base64url');
    const remembered = this.#known.get(key);
    if (remembered !== undefined) {
      lastly(naming.where('pseudonym', '=', remembered), () => {
        this.#known.delete(key);
        return new NamedNoMore();
      });
      return remembered;
    }
    const known = await naming.executeTakeFirst();
    if (known) {
      if (this.#known.size >= mostRemembered) this.#known.clear();
      this.#known.set(key, known.pseudonym);
      return known.pseudonym;
    }
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
    this.#known.clear();
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
    this.#known.clear();
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
