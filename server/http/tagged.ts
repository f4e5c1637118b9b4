import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { ofContent } from './security-headers.ts';

/** An answer as it is sent, its age apart from the rest, and the ETag of the rest: the same answer grows young again by each reading. */
export interface Tagged {
  readonly tag: string;
  readonly asOf: string;
  /** Behind the age, in JSON. */
  readonly rest: Buffer;
}

/** The ETag is over all of it but `asOf`. */
export function tagged({ asOf, ...rest }: { asOf: string }): Tagged {
  const text = JSON.stringify(rest);
  const behind = Buffer.from(`${text === '{}' ? '' : ','}${text.slice(1)}`);
  return { tag: `"${hash('sha256', text, 'base64url')}"`, asOf, rest: behind };
}

/** Sends it, or 304 when the caller has it already. */
export function sendTagged(request: Request, response: Response, { tag, asOf, rest }: Tagged): void {
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', 'no-store');
  const offered = request.headers['if-none-match'];
  if (offered === tag || offered?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)) {
    for (const name of ofContent) response.removeHeader(name);
    response.statusCode = 304;
    response.end();
    return;
  }
  const opening = Buffer.from(`{"asOf":${JSON.stringify(asOf)}`);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', opening.length + rest.length);
  response.cork();
  response.write(opening);
  response.end(rest);
}
