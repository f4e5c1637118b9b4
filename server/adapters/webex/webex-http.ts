import { setTimeout as wait } from 'node:timers/promises';
import axios, { type AxiosResponse } from 'axios';
import type { z } from 'zod';
import type { AdminAccess } from '../../admin-token/ports.ts';
import type { Secret } from '../../secret.ts';
import { failedAs, UpstreamError, type UpstreamFailure } from '../../upstream-error.ts';
import { allowedUrl } from './allowed-calls.ts';
import { toldCall } from './call-channel.ts';
import type { RequestBudget } from './request-budget.ts';
import { retryAfterOf } from './retry-after.ts';
import type { Purpose } from './spending.ts';

export interface WebexCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below the base URL, and on the list of allowed calls. */
  path: string;
  query?: Record<string, string | number | boolean>;
  body?: unknown;
  form?: Record<string, string>;
  /** Whole call, in milliseconds. */
  deadline?: number;
}

export interface WebexAnswer<Body> {
  body: Body;
  trackingId: string | undefined;
}

const defaultDeadline = 10_000;
const largestAnswer = 5 * 1024 * 1024;

const client = axios.create({
  maxRedirects: 0,
  maxContentLength: largestAnswer,
  maxBodyLength: largestAnswer,
  validateStatus: () => true,
  // Parsed by hand: an answer of HTML or nothing at all must not throw half-way.
  transformResponse: (text: unknown) => text,
  responseType: 'text',
  headers: { Accept: 'application/json' },
});

/**
 * One call to Webex with the given token.
 * @throws UpstreamError for every answer that is not a 2xx of the expected shape
 */
export async function callWebex<Schema extends z.ZodType>(
  baseUrl: string,
  call: WebexCall,
  token: Secret | undefined,
  schema: Schema,
): Promise<WebexAnswer<z.output<Schema>>> {
  const name = nameOf(call);
  const response = await send(baseUrl, call, token, name);
  const trackingId = header(response, 'trackingid') ?? trackingIdOf(response.data);
  if (response.status < 200 || response.status > 299) {
    throw new UpstreamError(failureOf(response.status), name, {
      status: response.status,
      trackingId,
      retryAfterSeconds: retryAfterOf(header(response, 'retry-after')),
    });
  }
  const parsed = schema.safeParse(json(response.data));
  if (!parsed.success) throw new UpstreamError('invalid', name, { status: response.status, trackingId });
  return { body: parsed.data, trackingId };
}

/** Nothing may be written later than this after it was asked for; the claim on its target outlives it. */
const writeDeadline = 15_000;
/** How long each waits for its turn. An edit hardly does: in the journal it waits as well, and its rights are asked anew when its time comes. */
const patience: Record<Purpose, number> = { poll: 120_000, person: 8_000, change: 1_000, custody: 8_000 };
const usualRest = 5;

/** Calls with the organization's admin token. */
export class AdminWebex {
  readonly #baseUrl: string;
  readonly #access: AdminAccess;
  readonly #budget: RequestBudget;

  constructor(baseUrl: string, access: AdminAccess, budget: RequestBudget) {
    this.#baseUrl = baseUrl;
    this.#access = access;
    this.#budget = budget;
  }

  /** A 401 is answered by one renewal and one more try. */
  async read<Schema extends z.ZodType>(
    call: WebexCall,
    schema: Schema,
    purpose: Purpose,
  ): Promise<WebexAnswer<z.output<Schema>>> {
    const token = await this.#inTurn(call, purpose);
    try {
      return await this.#readWith(token, call, schema);
    } catch (error) {
      if (!failedAs(error, 'unauthorized')) throw error;
      await this.#access.renew(token);
      return await this.#readWith(await this.#inTurn(call, purpose), call, schema);
    }
  }

  /**
   * Sends a write once and never again: whoever wants to repeat it reads first. The deadline is one for the token and the call together.
   */
  async write<Schema extends z.ZodType>(
    call: Omit<WebexCall, 'deadline'>,
    schema: Schema,
  ): Promise<WebexAnswer<z.output<Schema>>> {
    const end = performance.now() + writeDeadline;
    const token = await Promise.race([this.#inTurn(call, 'change'), wait(writeDeadline, undefined, { ref: false })]);
    const left = end - performance.now();
    if (!token || left < 1) throw new UpstreamError('busy', nameOf(call));
    return this.#send({ ...call, deadline: Math.floor(left) }, token, schema);
  }

  /** The token as it stands when the turn has come: the kill switch may have come while it was waited for. */
  async #inTurn(call: Omit<WebexCall, 'deadline'>, purpose: Purpose): Promise<Secret> {
    // Who gets no token takes nobody's turn.
    await this.#access.token();
    await this.#budget.enter(purpose, nameOf(call), patience[purpose]);
    return this.#access.token();
  }

  async #readWith<Schema extends z.ZodType>(token: Secret, call: WebexCall, schema: Schema) {
    const answer = await this.#send(call, token, schema);
    this.#access.worked(token);
    return answer;
  }

  async #send<Schema extends z.ZodType>(
    call: WebexCall,
    token: Secret,
    schema: Schema,
  ): Promise<WebexAnswer<z.output<Schema>>> {
    try {
      return await callWebex(this.#baseUrl, call, token, schema);
    } catch (error) {
      // Whoever asked too much was not only this one.
      if (failedAs(error, 'busy')) await this.#budget.rest(error.retryAfterSeconds ?? usualRest);
      throw error;
    }
  }
}

const nameOf = ({ method, path }: Pick<WebexCall, 'method' | 'path'>) => `${method} ${path}`;

async function send(
  baseUrl: string,
  call: WebexCall,
  token: Secret | undefined,
  name: string,
): Promise<AxiosResponse<unknown>> {
  const url = allowedUrl(baseUrl, call);
  // axios's own time-out stops at the first byte; this ends the whole call. Not AbortSignal.timeout, whose timer would outlive the call by far.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), call.deadline ?? defaultDeadline);
  try {
    const request = {
      method: call.method,
      url,
      ...(call.query && { params: call.query }),
      ...(call.form ? { data: new URLSearchParams(call.form) } : call.body !== undefined && { data: call.body }),
      ...(token && { headers: { Authorization: `Bearer ${token.reveal()}` } }),
      signal: deadline.signal,
    };
    return await toldCall(call, () => client.request<unknown>(request));
  } catch {
    // The caught error holds the request with its Authorization header, so it goes no further.
    throw new UpstreamError('unanswered', name);
  } finally {
    clearTimeout(timer);
  }
}

function failureOf(status: number): UpstreamFailure {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not-found';
  if (status === 429) return 'busy';
  if (status === 502 || status === 504) return 'unanswered';
  if (status >= 500) return 'unavailable';
  return status >= 400 ? 'refused' : 'invalid';
}

function header(response: AxiosResponse<unknown>, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function json(text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function trackingIdOf(text: unknown): string | undefined {
  const body = json(text);
  const id = typeof body === 'object' && body !== null && 'trackingId' in body ? body.trackingId : undefined;
  return typeof id === 'string' && id.length <= 100 ? id : undefined;
}
