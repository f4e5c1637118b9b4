import { hash } from 'node:crypto';
import type { Request, Response } from 'express';

/** An answer as it is sent, and its ETag. */
export interface Tagged {
  readonly tag: string;
  readonly body: Buffer;
}

/** The ETag is over all of it but `asOf`. */
export function taggedText({ asOf, ...rest }: { asOf: string }): Tagged {
  const text = JSON.stringify(rest);
  const body = Buffer.from(`{"asOf":${JSON.stringify(asOf)}${text === '{}' ? '' : ','}${text.slice(1)}`);
  return { tag: `"${hash('sha256', text, 'base64url')}"`, body };
}

/** Sends it, or 304 when the caller has it already. */
export function sendTagged(request: Request, response: Response, { tag, body }: Tagged): void {
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', 'no-store');
  const offered = request.headers['if-none-match'];
  if (offered === tag || offered?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)) {
    response.statusCode = 304;
    response.end();
    return;
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', body.length);
  response.end(body);
}
