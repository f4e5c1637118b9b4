import type { Endpoint } from '../../shared/api.ts';
import type { Fault, Problem } from '../../shared/problem.ts';
import { words } from './words.ts';

interface Call<Body> {
  id?: string;
  query?: Record<string, string>;
  body?: Body;
}

/** What the backend refused or could not do, in its words; `code` is undefined where no backend answered. */
export class ConsoleProblem extends Error {
  override readonly name = 'ConsoleProblem';
  readonly code: string | undefined;
  readonly faults: readonly Fault[];
  readonly requestId: string | undefined;

  constructor(detail: string, { code, errors = [], requestId }: Partial<Problem> = {}) {
    super(detail);
    this.code = code;
    this.faults = errors;
    this.requestId = requestId;
  }
}

/** Speaks with the backend that this page came from: the cookie comes along, and whatever is not a GET says that it comes from here. */
export class ConsoleClient {
  /** @throws ConsoleProblem */
  async call<Body, Answer>(endpoint: Endpoint<Body, Answer>, call: Call<Body> = {}): Promise<Answer> {
    const response = await this.#ask(endpoint, call);
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  }

  /**
   * An answer that is a file.
   * @throws ConsoleProblem
   */
  async file<Body, Answer>(endpoint: Endpoint<Body, Answer>, call: Call<Body>): Promise<{ blob: Blob; name: string }> {
    const response = await this.#ask(endpoint, call);
    const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'skilldesk';
    return { blob: await response.blob(), name };
  }

  async #ask<Body, Answer>(endpoint: Endpoint<Body, Answer>, { id = '', query, body }: Call<Body>): Promise<Response> {
    const path = endpoint.path.replace(':id', encodeURIComponent(id));
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    const isRead = endpoint.method === 'GET';
    const response = await fetch(path + search, {
      method: endpoint.method,
      headers: isRead ? {} : { 'Content-Type': 'application/json', 'X-Skilldesk-Console': '1' },
      body: isRead || body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    }).catch(() => {
      throw new ConsoleProblem(words.unreachable);
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
    throw new ConsoleProblem(problem?.detail ?? words.failed(response.status), problem);
  }
}
