import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Client, Pool } from 'pg';
import * as initial from '../../server/adapters/database/migrations/0001-initial.ts';
import { NodeSqlite } from '../../server/adapters/database/node-sqlite.ts';

export type Row = Record<string, unknown>;

const fixture = readFileSync(new URL('fixtures/first-version.sql', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('insert'));

/** What the first version finds of a Change that it has saved. */
export const savedThen = { reason: 'A reason of then', outcome: 'verified' };

/** A database as the first version leaves it, and what that version does with it, whoever else uses it meanwhile. */
export class FirstVersion {
  /** By what `ask` runs in `save`. */
  static readonly statementsOfSave = 6;
  readonly #url: string;

  constructor(databaseUrl: string) {
    this.#url = databaseUrl;
  }

  /** In an empty place: what migration 0001 alone makes of it, with the fixture in it. */
  async make(): Promise<void> {
    const dialect = this.#isPostgres
      ? new PostgresDialect({ pool: new Pool({ connectionString: this.#url }) })
      : new SqliteDialect({ database: new NodeSqlite(this.#file) });
    const database = new Kysely<unknown>({ dialect });
    const provider = { getMigrations: () => Promise.resolve({ '0001-initial': initial }) };
    const { error } = await new Migrator({ db: database, provider }).migrateToLatest();
    await database.destroy();
    if (error) throw error instanceof Error ? error : new Error('migration 0001 failed');
    await this.ask(...fixture);
  }

  /** More of each row of the fixture, of today, so that nothing of it has had its time. */
  async fill(copies: number): Promise<void> {
    const now = Date.now();
    const ofToday = fixture.map((line) =>
      line.replaceAll('1700000000000', String(now)).replace(/, 1\);$/, `, ${now + 3_600_000});`),
    );
    const rows = Array.from({ length: copies }, (_, copy) =>
      ofToday.map((line) => line.replaceAll(/'first-(?!organization)/g, `'first-${copy}-`)),
    );
    await this.ask('begin', ...rows.flat(), 'commit');
  }

  /** As it saved a Change: in one transaction, the Change before its items. Answers what it finds of it afterwards. */
  async save(id: string): Promise<Row | undefined> {
    const [change = '', item = ''] = [fixture[2], fixture[3]].map((one) => one?.replaceAll('first-change-1', id));
    await this.ask('begin', change, item, 'commit');
    await this.ask(`update change_items set outcome = 'verified', attempts = 2 where change_id = '${id}'`);
    const [found] = await this.ask(
      `select changes.reason, change_items.outcome from changes join change_items on change_id = id where id = '${id}'`,
    );
    return found;
  }

  /** What another process asks of the database; answers the rows of the last statement. */
  async ask(...statements: string[]): Promise<Row[]> {
    let rows: Row[] = [];
    if (this.#isPostgres) {
      const client = new Client(this.#url);
      await client.connect();
      try {
        for (const statement of statements) ({ rows } = (await client.query(statement)) as { rows: Row[] });
      } finally {
        await client.end();
      }
      return rows;
    }
    const database = new DatabaseSync(this.#file, { timeout: 10_000 });
    try {
      for (const statement of statements) rows = database.prepare(statement).all();
    } finally {
      database.close();
    }
    return rows;
  }

  get #isPostgres(): boolean {
    return this.#url.startsWith('postgres');
  }

  get #file(): string {
    return this.#url.slice('file:'.length);
  }
}
