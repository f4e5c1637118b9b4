import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/** Sends a list with an ETag over all of it but `asOf`, or 304 when the caller has it already. */
export function sendWithTag(request: Request, response: Response, body: { asOf: string }): void {
  const { asOf, ...rest } = body;
  const tag = `"${createHash('sha256').update(JSON.stringify(rest)).digest('base64url')}"`;
  response.set('ETag', tag).set('Cache-Control', 'no-store');
  const offered = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (offered.includes(tag)) response.status(304).end();
  else response.json({ asOf, ...rest });
}
