import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { DatabaseAuditTrail } from '../../server/adapters/database/audit-trail.ts';
import { openDatabase, type Database } from '../../server/adapters/database/database.ts';
import type { AuditEntry, Person } from '../../server/audit/ports.ts';
import { createDatabase } from '../postgres/postgres-server.ts';
import { openTrail } from './open-trail.ts';

export const organizationId = 'd5627e0e-0c8e-445e-b28f-4883cfce7bdb';
export const nadia: Person = { id: 'nadia-id', name: 'Nadia North', email: 'nadia@example.com' };
export const gwen: Person = { id: 'gwen-id', name: 'Gwen Global', email: 'gwen@example.com' };

/** An outcome as it is recorded, told apart by its number. */
export const outcome = (position: number, actor: Person = nadia): AuditEntry => ({
  action: 'change-outcome',
  actor,
  body: { changeId: 'change', position, outcome: 'verified', reason: 'Mondays are busy' },
  persons: { agent: [gwen] },
});

/** An audit trail on a database of its own, with a clock that the test moves. */
export class AuditDesk {
  readonly #folder = mkdtempSync(join(tmpdir(), 'skilldesk-audit-'));
  readonly #url: string;
  readonly #opened: Database[] = [];
  now = Date.UTC(2026, 10, 21);
  readonly clock = { now: () => this.now };
  database!: Database;
  trail!: DatabaseAuditTrail;

  private constructor(postgresUrl: string | undefined) {
    this.#url = postgresUrl ?? `file:${join(this.#folder, 'skilldesk.db')}`;
  }

  static async open(): Promise<AuditDesk> {
    const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
    const desk = new AuditDesk(onPostgres ? await createDatabase(inject('postgresUrl')) : undefined);
    desk.database = await desk.#connect();
    desk.trail = await desk.trailOf(organizationId);
    return desk;
  }

  trailOf(organization: string): Promise<DatabaseAuditTrail> {
    return openTrail(this.database, organization, this.clock);
  }

  /** As another process has it: on PostgreSQL over connections of its own, on SQLite there is only one process. */
  async replica(): Promise<DatabaseAuditTrail> {
    const database = this.#url.startsWith('postgres') ? await this.#connect() : this.database;
    return openTrail(database, organizationId, this.clock);
  }

  async record(times: number, from = 0): Promise<void> {
    for (let at = 0; at < times; at += 1) await this.trail.append(outcome(from + at));
  }

  /** Changes one record, without a key. */
  async change(seq: number, set: { seq?: number; mac?: string; body?: string; at?: number; chain_key?: string }) {
    await this.database
      .updateTable('audit_records')
      .set(set)
      .where('organization_id', '=', organizationId)
      .where('seq', '=', seq)
      .execute();
  }

  async remove(from: number, to = from): Promise<void> {
    await this.database
      .deleteFrom('audit_records')
      .where('organization_id', '=', organizationId)
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .execute();
  }

  async close(): Promise<void> {
    for (const database of this.#opened) await database.destroy();
    rmSync(this.#folder, { recursive: true });
  }

  async #connect(): Promise<Database> {
    const database = await openDatabase(this.#url, { warn: () => undefined });
    this.#opened.push(database);
    return database;
  }
}
