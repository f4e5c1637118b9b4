import { createServer } from 'node:net';

const listens = (port: number) =>
  new Promise<number | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });

/** The preferred port when it is free, else another that is. */
export async function freePort(preferred: number): Promise<number> {
  const port = (await listens(preferred)) ?? (await listens(0));
  if (port === undefined) throw new Error('No port is free on 127.0.0.1.');
  return port;
}
