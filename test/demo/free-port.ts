import { createServer } from 'node:net';

// Below those that the system gives out by itself, so that nobody is given it between the asking and the using; another row for each process.
const lowest = 20_000;
const perProcess = 30;
const first = lowest + (process.pid % 400) * perProcess;
let asked = 0;

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** The preferred port when it is free, else another that is. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let tried = 0; tried < perProcess; tried += 1) {
    const port = first + (asked++ % perProcess);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${first} to ${first + perProcess - 1} is free on 127.0.0.1.`);
}
