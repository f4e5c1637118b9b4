import type { IncomingHttpHeaders } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { bearerToken } from './caller.ts';
import { queryOf } from './list-answer.ts';
import type { AccessToken, TokenKind } from './token-store.ts';

/** One request as it came in; `status` 0 and no `answer` while it is open, or when the connection was dropped. */
export interface RecordedRequest {
  at: number;
  method: string;
  /** Without the query. */
  path: string;
  query: Record<string, string>;
  /** `authorization` holds the kind of token, never the token. */
  headers: IncomingHttpHeaders;
  /** Parsed; secrets are replaced by their labels. */
  body: unknown;
  status: number;
  /** Milliseconds until it was answered. */
  took: number;
  answer: unknown;
  answerHeaders: Record<string, string>;
  tokenKind: TokenKind | 'none';
  clientId: string | null;
}

/** Replaces every known secret within a JSON value by its label, also as a part of a text. */
function withoutSecrets(value: unknown, labels: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    if (!value.includes('CANARY')) return value;
    return [...labels].reduce((text, [secret, label]) => text.replaceAll(secret, `[${label}]`), value);
  }
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, labels));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, labels)]));
}

function parsed(payload: unknown): unknown {
  const text = Buffer.isBuffer(payload) ? payload.toString() : payload;
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const records = new WeakMap<Request, RecordedRequest>();

interface Sources {
  now: () => number;
  /** Also of an expired token. */
  describe: (token: string) => AccessToken | undefined;
  labels: () => ReadonlyMap<string, string>;
}

/** Writes down every request and its answer. Stands before everything else, the parsers included. */
export function requestRecorder(requests: RecordedRequest[], { now, describe, labels }: Sources) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const token = describe(bearerToken(request) ?? '');
    const { authorization, ...headers } = request.headers;
    const record: RecordedRequest = {
      at: now(),
      method: request.method,
      path: request.path,
      query: withoutSecrets(queryOf(request), labels()) as Record<string, string>,
      headers: authorization === undefined ? headers : { ...headers, authorization: token?.kind ?? 'unknown' },
      body: undefined,
      status: 0,
      took: NaN,
      answer: undefined,
      answerHeaders: {},
      tokenKind: token?.kind ?? 'none',
      clientId: token?.clientId ?? null,
    };
    const began = performance.now();
    requests.push(record);
    records.set(request, record);

    const end = response.end.bind(response) as (...parts: unknown[]) => Response;
    response.end = ((...parts: unknown[]) => {
      record.status = response.statusCode;
      record.took = performance.now() - began;
      record.answer = withoutSecrets(parsed(parts[0]), labels());
      record.answerHeaders = Object.fromEntries(
        Object.entries(response.getHeaders()).map(([name, value]) => [
          name,
          String(withoutSecrets(String(value), labels())),
        ]),
      );
      return end(...parts);
    }) as typeof response.end;
    next();
  };
}

/** Adds the body; stands after the parsers and before anything that may drop the connection. */
export function bodyRecorder(labels: () => ReadonlyMap<string, string>) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const record = records.get(request);
    if (record) record.body = withoutSecrets(request.body, labels());
    next();
  };
}
