import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Callback } from './command.ts';

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Connection: 'close',
};

const page = (title: string, text: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>`;
const received = page('Skilldesk has the answer', 'You may close this page and go back to the terminal.');
const foreign = page(
  'Not for this attempt',
  'This answer belongs to another attempt. Use the link that the terminal shows.',
);

/** Waits on this machine for the browser that comes back from Webex; other machines cannot reach it. */
export class LoopbackCallback implements Callback {
  readonly #servers: readonly Server[];
  readonly #path: string;

  private constructor(servers: readonly Server[], path: string) {
    this.#servers = servers;
    this.#path = path;
  }

  /** Undefined when the port is taken or may not be used. */
  static async listen(redirectUri: URL): Promise<LoopbackCallback | undefined> {
    const port = Number(redirectUri.port || 80);
    // Browsers try either for “localhost”.
    const hosts = { localhost: ['127.0.0.1', '::1'], '[::1]': ['::1'] }[redirectUri.hostname] ?? ['127.0.0.1'];
    const started = await Promise.all(hosts.map((host) => listening(port, host)));
    if (started[0] === undefined) {
      for (const server of started) server?.close();
      return undefined;
    }
    return new LoopbackCallback(
      started.filter((server) => server !== undefined),
      redirectUri.pathname,
    );
  }

  answer(accepts: (query: URLSearchParams) => boolean, signal: AbortSignal): Promise<URLSearchParams> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(new Error('The wait for the browser has ended.'));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
      for (const server of this.#servers) {
        server.on('request', (request, response: ServerResponse) => {
          const url = new URL(request.url ?? '/', 'http://localhost');
          if (request.method !== 'GET' || url.pathname !== this.#path) {
            response.writeHead(404, headers).end();
            return;
          }
          if (!accepts(url.searchParams)) {
            response.writeHead(400, headers).end(foreign);
            return;
          }
          response.writeHead(200, headers).end(received, () => resolve(url.searchParams));
        });
      }
    });
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise((resolve) => {
            server.close(resolve);
            server.closeAllConnections();
          }),
      ),
    );
  }
}

async function listening(port: number, host: string): Promise<Server | undefined> {
  const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 16_384 });
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}
