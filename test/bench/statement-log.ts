import { appendFileSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { Client } from 'pg';

// Loaded into a server before its own code (`--import`): writes each statement, with the number of its connection, to the file that BENCH_STATEMENTS names.
const file = process.env['BENCH_STATEMENTS'];
if (file !== undefined) {
  const connections = new WeakMap<object, number>();
  let last = 0;
  const note = (connection: object, text: string) => {
    const number = connections.get(connection) ?? (last += 1);
    connections.set(connection, number);
    appendFileSync(file, `${number}\t${text.replaceAll(/\s+/g, ' ')}\n`);
  };
  // Prepared once, and carried out again and again.
  const prepared = new WeakMap<object, { by: object; text: string }>();
  around(DatabaseSync.prototype, 'prepare', (database, [text], prepare) => {
    const statement = prepare() as StatementSync;
    prepared.set(statement, { by: database, text: String(text) });
    return statement;
  });
  for (const way of ['all', 'run'] as const) {
    around(StatementSync.prototype, way, (statement, _values, carryOut) => {
      const { by, text } = prepared.get(statement) ?? { by: statement, text: '' };
      note(by, text);
      return carryOut();
    });
  }
  around(Client.prototype, 'query', (client, [asked], query) => {
    note(client, typeof asked === 'string' ? asked : String((asked as { text?: unknown }).text));
    return query();
  });
}

type Told = (self: object, given: readonly unknown[], go: () => unknown) => unknown;

function around(prototype: object, method: string, told: Told): void {
  const called = Reflect.get(prototype, method) as (...given: unknown[]) => unknown;
  Reflect.set(prototype, method, function (this: object, ...given: unknown[]): unknown {
    return told(this, given, () => Reflect.apply(called, this, given));
  });
}
