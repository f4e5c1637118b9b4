import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endpoints, type AgentList } from '../../shared/api.ts';
import { problemStatus, type ProblemCode } from '../../shared/problem.ts';
import { ApiProblem, isAbort, type Blocked } from './api-problem.ts';
import { BackendClient } from './backend-client.ts';

const agents: AgentList = { asOf: '2026-01-01T00:00:00Z', agents: [] };
const base = 'https://skilldesk.example.com/tools';

interface Sent {
  url: string;
  init: RequestInit;
}

/** A browser that is online, on a page that may call anywhere. */
const nothingSpecial = {
  watchPolicy: () => ({ blocked: () => Promise.resolve(undefined), end: () => undefined }),
  offline: () => false,
};

/** A client whose backend gives one answer, and what it was asked. */
function clientWith(
  answer: () => Response | Promise<Response>,
  { offline = false, blocked }: { offline?: boolean; blocked?: Blocked } = {},
): { client: BackendClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const client = new BackendClient(base, {
    ...nothingSpecial,
    fetch: async (url, init) => {
      sent.push({ url, init });
      return answer();
    },
    watchPolicy: () => ({ blocked: () => Promise.resolve(blocked), end: () => undefined }),
    offline: () => offline,
  });
  return { client, sent };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
const problem = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  json(status, body, { 'Content-Type': 'application/problem+json; charset=utf-8', ...headers });

async function failureOf(answer: () => Response | Promise<Response>): Promise<ApiProblem> {
  const failure: unknown = await clientWith(answer)
    .client.call(endpoints.listAgents)
    .catch((error: unknown) => error);
  if (failure instanceof ApiProblem) return failure;
  throw new Error('The call did not fail as an ApiProblem.');
}

describe('what is sent', () => {
  test('carries session, key and body, and no cookies', async () => {
    const { client, sent } = clientWith(() => json(201, {}));
    const body = { edits: [], reason: 'storm' };
    await client.call(endpoints.makeChange, { body, bearer: 'session-1', idempotencyKey: 'key-00001' });

    expect(sent).toMatchObject([
      {
        url: `${base}/api/changes`,
        init: {
          method: 'POST',
          body: '{"edits":[],"reason":"storm"}',
          credentials: 'omit',
          redirect: 'error',
          headers: {
            Authorization: 'Bearer session-1',
            'Idempotency-Key': 'key-00001',
            'Content-Type': 'application/json',
          },
        },
      },
    ]);
  });

  test('puts ids and queries into the address as text', async () => {
    const { client, sent } = clientWith(() => json(200, {}));
    await client.call(endpoints.readChange, { id: '../a b?c' });
    await client.call(endpoints.listChanges, { query: { cursor: '1~x&y' } });

    expect(sent.map(({ url }) => url)).toEqual([
      `${base}/api/changes/..%2Fa%20b%3Fc`,
      `${base}/api/changes?cursor=1%7Ex%26y`,
    ]);
  });
});

describe('an answer', () => {
  test('is its value, with its ETag', async () => {
    const { client } = clientWith(() => json(200, agents, { ETag: '"v1"' }));

    expect(await client.call(endpoints.listAgents)).toEqual({ status: 200, etag: '"v1"', value: agents });
  });

  test('to a list that has not changed has no value, and is no failure', async () => {
    const { client, sent } = clientWith(() => new Response(null, { status: 304, headers: { ETag: '"v1"' } }));

    expect(await client.call(endpoints.listAgents, { etag: '"v1"' })).toEqual({ status: 304, etag: '"v1"' });
    expect(sent[0]?.init.headers).toEqual({ 'If-None-Match': '"v1"' });
  });

  test('that has nothing to say is no failure', async () => {
    const { client } = clientWith(() => new Response(null, { status: 204 }));

    expect(await client.call(endpoints.endSession)).toEqual({ status: 204 });
  });

  test('says when to ask again, in milliseconds', async () => {
    const { client } = clientWith(() => json(202, {}, { 'Retry-After': '1' }));

    expect(await client.call(endpoints.listAgents)).toMatchObject({ status: 202, retryAfter: 1_000 });
  });

  test.each([['Wed, 21 Oct 2026 07:28:00 GMT'], [''], ['-1'], ['soon']])(
    'with Retry-After %j says nothing',
    async (header) => {
      const { client } = clientWith(() => json(202, {}, { 'Retry-After': header }));

      expect(await client.call(endpoints.listAgents)).not.toHaveProperty('retryAfter');
    },
  );
});

describe('a problem of the backend', () => {
  test.each(Object.keys(problemStatus) as ProblemCode[])('%s arrives under its code', async (code) => {
    const failure = await failureOf(() => problem(problemStatus[code], { code, requestId: 'req-1' }));

    expect(failure).toMatchObject({ code, requestId: 'req-1', faults: [] });
  });

  test('tells what is wrong with the request, and when to come back', async () => {
    const errors = [
      { path: 'edits.0', detail: 'German takes a whole number from 0 to 10.', code: 'value-misfit', skill: 'German' },
      { path: 'until', detail: 'The moon is full.', code: 'full-moon' },
      { path: 'x' },
      null,
    ];

    expect(await failureOf(() => problem(400, { code: 'bad-request', errors }, { 'Retry-After': '7' }))).toMatchObject({
      faults: [errors[0], { path: 'until', detail: 'The moon is full.' }],
      retryAfter: 7_000,
    });
  });

  test('that says no request id in its body says it in its header', async () => {
    const failure = await failureOf(() => problem(500, { code: 'internal-error' }, { 'X-Request-Id': 'req-2' }));

    expect(failure.requestId).toBe('req-2');
  });

  test.each([[{ code: 'newer-than-this-page' }], [{ code: 'toString' }], [{}], [null], [[]], ['text'], [{ code: 7 }]])(
    'with the body %j is unknown rather than misread',
    async (body) => expect((await failureOf(() => problem(500, body))).code).toBe('unknown'),
  );
});

describe('something other than Skilldesk that answers', () => {
  const page = '<!doctype html><title>Sign in</title>';

  test.each([
    [200, 'unreadable'],
    [401, 'unreadable'],
    [403, 'unreadable'],
    [404, 'unreadable'],
    [502, 'backend-failing'],
    [503, 'backend-failing'],
  ])('with a page and %i is told as %s', async (status, code) => {
    const failure = await failureOf(() => new Response(page, { status, headers: { 'Content-Type': 'text/html' } }));

    expect(failure.code).toBe(code);
    expect(JSON.stringify(failure) + failure.message).not.toContain('Sign in');
  });

  test('with a page that calls itself JSON, or with nothing at all, is told as unreadable', async () => {
    const headers = { 'Content-Type': 'application/json' };

    expect((await failureOf(() => new Response(page, { headers }))).code).toBe('unreadable');
    expect((await failureOf(() => new Response(null, { status: 200 }))).code).toBe('unreadable');
  });

  test('with a text that only looks like JSON is told as unreadable', async () => {
    const headers = { 'Content-Type': 'text/plain' };

    expect((await failureOf(() => new Response('{"agents":[]}', { headers }))).code).toBe('unreadable');
  });
});

describe('no answer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Never answers; fails as a browser does when the request is given up. */
  const silent = (url: string, { signal }: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) => {
      const giveUp = () => reject(new DOMException(`${url} was given up`, 'AbortError'));
      if (signal?.aborted) giveUp();
      signal?.addEventListener('abort', giveUp);
    });

  const silentClient = new BackendClient(base, { ...nothingSpecial, fetch: silent });

  test('from a server that cannot be reached is told as unreachable', async () => {
    expect((await failureOf(() => Promise.reject(new TypeError('Failed to fetch')))).code).toBe('unreachable');
  });

  test('is told apart from a browser that is offline, and from a page that may not call there', async () => {
    const failed = () => Promise.reject(new TypeError('Failed to fetch'));
    const blocked = { host: 'https://skilldesk.example.com', directive: 'connect-src' };

    await expect(clientWith(failed, { offline: true }).client.call(endpoints.listAgents)).rejects.toMatchObject({
      code: 'offline',
    });
    await expect(clientWith(failed, { blocked }).client.call(endpoints.listAgents)).rejects.toMatchObject({
      code: 'blocked-by-policy',
      blocked,
    });
  });

  test('after half a minute is a time-out', async () => {
    const call = silentClient.call(endpoints.listAgents);
    const told = expect(call).rejects.toMatchObject({ code: 'timed-out' });
    vi.advanceTimersByTime(30_000);

    await told;
  });

  test('because the widget left the page is an abort and no problem', async () => {
    const leaving = new AbortController();
    const call = silentClient.call(endpoints.listAgents, { signal: leaving.signal });
    leaving.abort();

    expect(await call.catch(isAbort)).toBe(true);
    expect(await silentClient.call(endpoints.listAgents, { signal: leaving.signal }).catch(isAbort)).toBe(true);
  });

  test('leaves no timer behind once it came', async () => {
    await clientWith(() => json(200, agents)).client.call(endpoints.listAgents);

    expect(vi.getTimerCount()).toBe(0);
  });
});
