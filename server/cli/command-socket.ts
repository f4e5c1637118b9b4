import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { AppError } from '../app-error.ts';
import type { Log } from '../log.ts';
import { Secret } from '../secret.ts';
import type { Commands } from './command.ts';

/** A command is a line of JSON and so is its answer; longer ones are cut off. A policy is long, and a page of audit records longer. */
const longestLine = 256 * 1024;
const longestAnswer = 4 * 1024 * 1024;
const patience = 120_000;

type Request = { command: keyof Commands; argument?: unknown };
type Reply = { result: unknown } | { failure: string };

/** Beside the database file, for its owner only. Undefined where there is no such file: then the database itself serves all commands. */
export const socketPath = (databaseUrl: string): string | undefined =>
  databaseUrl.startsWith('file:') ? join(dirname(databaseUrl.slice('file:'.length)), 'skilldesk.sock') : undefined;

/** Lets commands reach the server that runs: on SQLite it alone has the database. Returns the end of it. */
export async function serveCommands(path: string, commands: Partial<Commands>, log: Log): Promise<() => Promise<void>> {
  // Whoever holds the database file holds the socket too: what is there is left from a process that was killed.
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    void readLine(socket)
      .then(async (line) => {
        const { command, argument } = decode(line) as Request;
        log.info({ command }, 'command');
        socket.end(`${encode(await carryOut(commands, command, argument))}\n`);
      })
      .catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // 0600 from its first moment: the socket is bound within this call.
    const before = process.umask(0o177);
    server.listen(path, resolve);
    process.umask(before);
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** The commands of the server that listens there, or undefined when none does. */
export async function commandsOver(
  path: string,
  offers: ReadonlySet<keyof Commands>,
): Promise<Partial<Commands> | undefined> {
  const probe = await dial(path);
  if (!probe) return undefined;
  probe.destroy();
  const ask = async (command: keyof Commands, argument?: unknown): Promise<unknown> => {
    const socket = await dial(path);
    if (!socket) throw new AppError('internal-error', 'The server that runs ended before it could answer. Try again.');
    socket.write(`${encode({ command, ...(argument !== undefined && { argument }) })}\n`);
    const reply = decode(await readLine(socket, longestAnswer)) as Reply;
    socket.destroy();
    if ('failure' in reply) throw new AppError('internal-error', reply.failure);
    return reply.result;
  };
  return Object.fromEntries([...offers].map((name) => [name, (argument?: unknown) => ask(name, argument)]));
}

async function carryOut(commands: Partial<Commands>, command: keyof Commands, argument: unknown): Promise<Reply> {
  const work = Object.hasOwn(commands, command)
    ? (commands[command] as (argument: unknown) => Promise<unknown>)
    : undefined;
  if (!work) return { failure: 'The server that runs does not know this command: it is of another version.' };
  try {
    return { result: await work(argument) };
  } catch (error) {
    const told =
      error instanceof AppError
        ? error.message
        : 'The server that runs could not carry the command out; its log says why.';
    return { failure: told };
  }
}

function dial(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

function readLine(socket: Socket, longest = longestLine): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = () => reject(new Error('the other side said nothing that could be read'));
    socket.setEncoding('utf8').setTimeout(patience, fail);
    socket.on('data', (part: string) => {
      text += part;
      if (text.length > longest) fail();
      else if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    socket.once('end', fail).once('error', fail);
  });
}

/** Secrets cross this one line in the open: it is between two processes of the same owner, and never on a disk. */
function encode(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name: string, shown: unknown) {
    const original = this[name];
    return original instanceof Secret ? { $secret: original.reveal() } : shown;
  });
}

function decode(line: string): unknown {
  return JSON.parse(line, (_name, value: unknown) => {
    const secret = typeof value === 'object' && value !== null && '$secret' in value ? value.$secret : undefined;
    return typeof secret === 'string' ? new Secret(secret) : value;
  });
}
