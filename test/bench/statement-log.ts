import { appendFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
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
  listen(DatabaseSync.prototype, 'prepare', note);
  listen(Client.prototype, 'query', note);
}

/** Tells of each call of a method whose first argument is a statement, or holds it as its `text`. */
function listen(prototype: object, method: string, note: (connection: object, text: string) => void): void {
  const called = Reflect.get(prototype, method) as (...asked: unknown[]) => unknown;
  Reflect.set(prototype, method, function (this: object, ...asked: unknown[]): unknown {
    const [first] = asked;
    note(this, typeof first === 'string' ? first : String((first as { text?: unknown }).text));
    return Reflect.apply(called, this, asked);
  });
}
