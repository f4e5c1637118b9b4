import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * Keeps head and body of every answer of the server, for a search for secrets. The secrets that are meant to be answered, the token of
 * a session in the answer that grants it and the value of a cookie in the header that sets it, go to `sessionTokens` instead.
 */
export function keepAnswers(server: Server, answered: string[], sessionTokens: string[]): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    const keep = (part: unknown) => {
      if (typeof part === 'string') parts.push(Buffer.from(part));
      else if (part instanceof Uint8Array) parts.push(Buffer.from(part));
    };
    const write = response.write.bind(response) as (...given: unknown[]) => boolean;
    const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
    response.write = ((...given: unknown[]) => {
      keep(given[0]);
      return write(...given);
    }) as typeof response.write;
    response.end = ((...given: unknown[]) => {
      keep(given[0]);
      const body = Buffer.concat(parts).toString('latin1');
      const grants = request.method === 'POST' && request.url === '/api/session' && response.statusCode === 201;
      const token = grants ? (JSON.parse(body) as { token: string }).token : undefined;
      if (token !== undefined) sessionTokens.push(token);
      const { 'set-cookie': cookies = [], ...others } = response.getHeaders();
      const set = [cookies].flat().map((cookie) => /^([^=]+)=([^;]*)(.*)$/.exec(cookie) ?? []);
      for (const [, , value] of set) if (value) sessionTokens.push(value);
      const head = JSON.stringify([others, set.map(([, name, , attributes]) => [name, attributes])]);
      answered.push(head, token === undefined ? body : body.replace(token, ''));
      return end(...given);
    }) as typeof response.end;
  });
}
