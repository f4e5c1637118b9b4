import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** A server that is about to end: it takes no connection any more, answers what has come, and keeps no connection open. */
export class Drain {
  readonly #server: Server;
  /** No Set, for the reason that `InFlight` gives. */
  readonly #underWay: ServerResponse[] = [];
  #begun = false;

  constructor(server: Server) {
    this.#server = server;
    server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      if (this.#begun) response.shouldKeepAlive = false;
      this.#underWay.push(response);
      response.once('close', () => this.#underWay.splice(this.#underWay.indexOf(response), 1));
    });
  }

  /** Whether a load balancer should ask another one. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Resolves when the last connection has ended. */
  begin(): Promise<void> {
    this.#begun = true;
    // Who has waited for his answer is told with it that this connection ends.
    for (const response of this.#underWay) response.shouldKeepAlive = false;
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
  }
}
