import type { Endpoint } from '../../shared/api.ts';
import type { ChangePreview } from '../../shared/preview.ts';
import { faultCodes, problemStatus, type Fault, type ProblemCode } from '../../shared/problem.ts';
import { ApiProblem } from './api-problem.ts';
import { watchPolicy, type PolicyWatch } from './policy-watch.ts';

export interface Call<Body> {
  id?: string;
  query?: Record<string, string>;
  body?: Body;
  bearer?: string;
  idempotencyKey?: string;
  etag?: string | undefined;
  signal?: AbortSignal;
  /** It goes on when the page is gone, as far as browsers let it. */
  outlive?: boolean;
  /** Of whoever asked: he does not want the answer any more. */
  given?: AbortSignal;
}

/** `value` is absent after 304 and 204. */
export interface Answer<Value> {
  status: number;
  value?: Value;
  etag?: string;
  retryAfter?: number;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The browser around the client. */
interface ClientSurroundings {
  fetch: Fetch;
  watchPolicy: (base: string) => PolicyWatch;
  offline: () => boolean;
}

const inBrowser: ClientSurroundings = {
  fetch: (url, init) => globalThis.fetch(url, init),
  watchPolicy,
  offline: () => !navigator.onLine,
};

const mostPatience = 30_000;
/** Bytes of all bodies together that browsers let be on their way from a page that is gone: a call beyond that would not leave at all. */
const mostOutliving = 64 * 1024;

/** Speaks HTTP with the backend; every failure leaves as an ApiProblem, an abort as the browser's AbortError. */
export class BackendClient {
  readonly #base: string;
  readonly #around: ClientSurroundings;
  #outliving = 0;

  constructor(base: string, around: ClientSurroundings = inBrowser) {
    this.#base = base;
    this.#around = around;
  }

  async call<Body, Value>(endpoint: Endpoint<Body, Value>, call: Call<Body> = {}): Promise<Answer<Value>> {
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const patience = new AbortController();
    const giveUp = setTimeout(() => patience.abort(), mostPatience);
    const leave = () => patience.abort();
    const signals = [call.signal, call.given].filter((signal) => signal !== undefined);
    signals.forEach((signal) => signal.addEventListener('abort', leave));
    const policy = this.#around.watchPolicy(this.#base);
    const bytes = call.outlive ? new Blob([body ?? '']).size : 0;
    const outlives = call.outlive === true && this.#outliving + bytes <= mostOutliving;
    if (outlives) this.#outliving += bytes;
    try {
      if (signals.some(({ aborted }) => aborted)) patience.abort();
      const response = await this.#around.fetch(this.#url(endpoint.path, call), {
        method: endpoint.method,
        headers: headersOf(call),
        body,
        ...(outlives && { keepalive: true }),
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: patience.signal,
      });
      return await readAnswer<Value>(response);
    } catch (error) {
      if (error instanceof ApiProblem) throw error;
      if (signals.some(({ aborted }) => aborted)) throw error;
      if (patience.signal.aborted) throw new ApiProblem('timed-out');
      if (this.#around.offline()) throw new ApiProblem('offline');
      const blocked = await policy.blocked();
      throw blocked ? new ApiProblem('blocked-by-policy', { blocked }) : new ApiProblem('unreachable');
    } finally {
      if (outlives) this.#outliving -= bytes;
      policy.end();
      clearTimeout(giveUp);
      signals.forEach((signal) => signal.removeEventListener('abort', leave));
    }
  }

  #url(path: string, { id, query }: Call<unknown>): string {
    const filled = path.replace(':id', encodeURIComponent(id ?? ''));
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    return this.#base + filled + search;
  }
}

function headersOf({ body, bearer, idempotencyKey, etag }: Call<unknown>): Record<string, string> {
  return {
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    ...(etag !== undefined && { 'If-None-Match': etag }),
  };
}

async function readAnswer<Value>(response: Response): Promise<Answer<Value>> {
  const etag = response.headers.get('ETag');
  const retryAfter = secondsOf(response.headers.get('Retry-After'));
  const answer = {
    status: response.status,
    ...(etag !== null && { etag }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
  if (response.status === 304 || response.status === 204) return answer;

  const body = await jsonOf(response);
  if (response.ok && body !== undefined) return { ...answer, value: body as Value };
  throw problemOf(response, body, retryAfter);
}

/** Undefined when it is not JSON: a proxy's or a sign-in page's HTML, for instance. */
async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!/[/+]json\b/i.test(response.headers.get('Content-Type') ?? '')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function problemOf(response: Response, body: unknown, retryAfter: number | undefined): ApiProblem {
  const { code, requestId, errors, preview }: Record<string, unknown> = isRecord(body) ? body : {};
  const named = text(requestId) ?? response.headers.get('X-Request-Id') ?? undefined;
  const faults = Array.isArray(errors) ? errors.flatMap((error) => (isRecord(error) ? faultOf(error) : [])) : [];
  const foreign = response.status >= 500 ? 'backend-failing' : 'unreadable';
  return new ApiProblem(body === undefined ? foreign : isProblemCode(code) ? code : 'unknown', {
    faults,
    ...(named !== undefined && { requestId: named }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(isRecord(preview) && { preview: preview as unknown as ChangePreview }),
  });
}

/** None where it says nothing. */
function faultOf({ path, detail, code, skill }: Record<string, unknown>): Fault[] {
  if (typeof detail !== 'string') return [];
  const known = faultCodes.find((each) => each === code);
  return [
    { path: text(path) ?? '', detail, ...(known && { code: known }), ...(typeof skill === 'string' && { skill }) },
  ];
}

function secondsOf(header: string | null): number | undefined {
  const seconds = header === null || header.trim() === '' ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

const isProblemCode = (code: unknown): code is ProblemCode =>
  typeof code === 'string' && Object.hasOwn(problemStatus, code);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
