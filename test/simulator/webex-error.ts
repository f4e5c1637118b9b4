import { stableId } from './seeded-generator.ts';

/** An answer that is not the wished one. `body` undefined = an empty body. */
export class WebexError extends Error {
  override readonly name = 'WebexError';
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    super(`Answered ${status}.`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

let answered = 0;
const nextTrackingId = (prefix: string): string => `${prefix}_${stableId('tracking', ++answered)}`;

/** The configuration API's envelope. */
export function configurationError(
  status: number,
  description: string | null,
  more: { reason?: string; referencedEntities?: string[]; entity?: string } = {},
): WebexError {
  const { entity, ...rest } = more;
  const message = {
    description: description ?? '',
    code: String(status),
    ...(entity === undefined ? {} : { entity }),
    references: [],
  };
  return new WebexError(status, {
    trackingId: nextTrackingId('ccconfig'),
    error: { key: String(status), message: description === null ? [] : [message], ...rest },
  });
}

export const invalid = (description: string): WebexError => configurationError(400, description);
export const notFound = (entity: string, id: string): WebexError =>
  configurationError(404, `Resource not found: ${entity} ${id}`);
export const forbidden = (): WebexError =>
  configurationError(403, 'Access denied - Client is forbidden access to the resource');

/** What the gateway says of a route or method it does not know; here `error` is a string. */
export function springError(status: 404 | 405, path: string, now: number): WebexError {
  const error = status === 404 ? 'Not Found' : 'Method Not Allowed';
  return new WebexError(status, { timestamp: new Date(now).toISOString(), status, error, path: path.split('?')[0] });
}

/** webexapis.com's envelope. */
export function webexApiError(status: number, message: string): WebexError {
  return new WebexError(status, {
    message,
    errors: [{ description: message }],
    trackingId: nextTrackingId('ROUTER'),
  });
}

export const invalidWebexToken = (): WebexError =>
  webexApiError(401, 'The request requires a valid access token set in the Authorization request header.');
