import { setTimeout as delay } from 'node:timers/promises';
import type { NextFunction, Request, Response } from 'express';

/** The first rule that matches a request is used for it, `times` times (default 1), then forgotten. */
export interface Fault {
  method?: string;
  /** A part of path and query. */
  path?: string;
  /** Without `status` and `drop` the request is only delayed or held. */
  status?: number;
  /** A string or bytes are sent as they are, anything else as JSON, nothing as an empty body. */
  body?: unknown;
  headers?: Record<string, string>;
  delayMs?: number;
  /** Holds the request until this is over; for a test, which has it in its hand. */
  until?: Promise<unknown>;
  /** Closes the connection instead of answering. */
  drop?: boolean;
  /** The request is handled first, and then answered like this. */
  applyFirst?: boolean;
  /** Closes the connection at once, and handles the request this much later all the same: a gateway gave up on it, Webex did not. */
  lateMs?: number;
  times?: number;
}

function take(faults: Fault[], request: Request): Fault | undefined {
  const index = faults.findIndex(
    ({ method, path }) =>
      (method === undefined || method.toUpperCase() === request.method) &&
      (path === undefined || request.originalUrl.includes(path)),
  );
  const fault = faults[index];
  if (!fault) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) fault.times = left;
  else faults.splice(index, 1);
  return fault;
}

function answer(response: Response, { status, body, headers }: Fault): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.status(status ?? 200).set(headers ?? {});
  if (body === undefined) response.end();
  else if (typeof body === 'string' || Buffer.isBuffer(body)) response.end(body);
  else response.set('Content-Type', 'application/json').end(JSON.stringify(body));
}

function answerAfterApplying(response: Response, fault: Fault): void {
  const end = response.end.bind(response) as (...parts: unknown[]) => Response;
  response.end = ((...parts: unknown[]) => {
    response.end = end;
    void delay(fault.delayMs ?? 0, undefined, { ref: false }).then(() => {
      if (fault.drop) response.destroy();
      else if (fault.status === undefined) end(...parts);
      else answer(response, fault);
    });
    return response;
  }) as typeof response.end;
}

/** Injects the queued faults before anything of Webex looks at the request. */
export function faultInjection(faults: Fault[]) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const fault = take(faults, request);
    if (!fault) {
      next();
      return;
    }
    if (fault.applyFirst) {
      answerAfterApplying(response, fault);
      next();
      return;
    }
    if (fault.lateMs !== undefined) {
      response.destroy();
      await delay(fault.lateMs, undefined, { ref: false });
      next();
      return;
    }
    await fault.until;
    if (fault.delayMs) await delay(fault.delayMs, undefined, { ref: false });
    if (fault.drop) response.destroy();
    else if (fault.status === undefined) next();
    else answer(response, fault);
  };
}
