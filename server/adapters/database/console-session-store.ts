import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../audit/ports.ts';
import type { Clock } from '../../clock.ts';
import { longestIdle, mostSessions, type ConsoleSession } from '../../console/console-session.ts';
import type { ConsoleSessionStore } from '../../console/ports.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { Place } from '../vault/sealing-key.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import type { Database } from './database.ts';
import { openedJson, sealedJson } from './sealed-json.ts';
import type { Tables } from './tables.ts';

/** Each use would else be a write. */
const usedAgainAfter = 30_000;

interface Parts {
  database: Database;
  keyring: Keyring;
  organizationId: string;
  clock: Clock;
  audit: DatabaseAuditTrail;
}

export class DatabaseConsoleSessions implements ConsoleSessionStore {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  open(key: string, session: ConsoleSession, record: AuditEntry, instead?: string): Promise<void> {
    const { organizationId, keyring, audit } = this.#parts;
    return audit.transaction(async (transaction, { append }) => {
      // First, since it lets one after the other in.
      await append(record);
      if (instead !== undefined) await transaction.deleteFrom('console_sessions').where('key', '=', instead).execute();
      const row = consoleSessionRow(keyring, organizationId, key, session);
      await transaction.insertInto('console_sessions').values(row).execute();
      // Whatever the clocks said when the others began, this one is the newest.
      const others = transaction
        .selectFrom('console_sessions')
        .select('key')
        .where('organization_id', '=', organizationId)
        .where('person', '=', row.person)
        .where('key', '<>', key)
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .limit(mostSessions - 1);
      await transaction
        .deleteFrom('console_sessions')
        .where('organization_id', '=', organizationId)
        .where('person', '=', row.person)
        .where('key', '<>', key)
        .where('key', 'not in', others)
        .execute();
    });
  }

  async find(key: string): Promise<ConsoleSession | undefined> {
    const row = await this.#living().where('key', '=', key).executeTakeFirst();
    const session = row && this.#opened(row);
    if (!session) return undefined;
    const now = Math.round(this.#parts.clock.now());
    if (now - row.used_at > usedAgainAfter) {
      await this.#parts.database.updateTable('console_sessions').set({ used_at: now }).where('key', '=', key).execute();
    }
    return session;
  }

  async list(): Promise<ConsoleSession[]> {
    const rows = await this.#living().orderBy('started_at', 'desc').orderBy('id').execute();
    return rows.map((row) => this.#opened(row)).filter((session) => session !== undefined);
  }

  async end(ids: readonly string[], record: AuditEntry): Promise<void> {
    if (ids.length === 0) return;
    await this.#parts.audit.transaction(async (transaction, { append }) => {
      await append(record);
      await transaction
        .deleteFrom('console_sessions')
        .where('organization_id', '=', this.#parts.organizationId)
        .where('id', 'in', ids)
        .execute();
    });
  }

  async prune(): Promise<void> {
    const now = this.#parts.clock.now();
    await this.#parts.database
      .deleteFrom('console_sessions')
      .where((row) => row.or([row('expires_at', '<=', now), row('used_at', '<=', now - longestIdle)]))
      .execute();
  }

  #living() {
    const now = this.#parts.clock.now();
    return this.#parts.database
      .selectFrom('console_sessions')
      .selectAll()
      .where('organization_id', '=', this.#parts.organizationId)
      .where('expires_at', '>', now)
      .where('used_at', '>', now - longestIdle);
  }

  /** What counts is what was sealed, but for when it was used. */
  #opened(row: Tables['console_sessions']): ConsoleSession | undefined {
    const sealed = openedJson(this.#parts.keyring, placeOf(row), row.body) as ConsoleSession | undefined;
    return sealed && sealed.expiresAt > this.#parts.clock.now() ? { ...sealed, usedAt: row.used_at } : undefined;
  }
}

/** The row of a session that begins. */
export function consoleSessionRow(
  keyring: Keyring,
  organizationId: string,
  key: string,
  session: ConsoleSession,
): Tables['console_sessions'] {
  return {
    key,
    id: session.id,
    organization_id: organizationId,
    person: createHash('sha256')
      .update(session.person?.id ?? '')
      .digest('base64url'),
    body: sealedJson(keyring, placeOf({ organization_id: organizationId, key }), session),
    started_at: Math.round(session.startedAt),
    used_at: Math.round(session.usedAt),
    expires_at: Math.round(session.expiresAt),
  };
}

const placeOf = ({ organization_id, key }: Pick<Tables['console_sessions'], 'organization_id' | 'key'>): Place => ({
  table: 'console_sessions',
  organizationId: organization_id,
  credentialId: key,
  field: 'body',
  version: 0,
});
