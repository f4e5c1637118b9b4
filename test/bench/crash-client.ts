import { setTimeout as pause } from 'node:timers/promises';
import type { ChangeList, SessionGranted, SkillProfileList } from '../../shared/api.ts';
import { isFinal, type Change } from '../../shared/change.ts';
import type { ChangeRequest, LeaseMove } from '../../shared/edit.ts';
import type { Acknowledged, Ledger } from './crash-accounts.ts';
import type { Scene } from './scene.ts';

export type Times = Pick<ChangeRequest, 'startsAt' | 'until'>;

interface Answer {
  status: number;
  body: unknown;
  /** As long as we are asked to wait before we ask again, in milliseconds. */
  retryAfter: number;
}

/** A connection over which nothing comes is given up, as every client does. */
const longestSilence = 15_000;
/** Between the clock here and that of the database. */
const skew = 2_000;
/** Worth asking again for, with the same key: nobody is signed in, the first request is still being taken in, or not now. */
const passing = new Set([401, 409, 429, 500, 502, 503]);

function isPassing({ status, body }: Answer): boolean {
  const isOver = typeof body === 'object' && body !== null && 'code' in body && body.code === 'lease-ended';
  return passing.has(status) && !isOver;
}

/** A signed-in person who asks again, with the same key, until there is an answer; what was acknowledged is written down. */
export class CrashClient {
  readonly #scene: Scene;
  readonly #ciUserId: string;
  readonly #ledger: Ledger;
  #token = '';

  constructor(scene: Scene, ciUserId: string, ledger: Ledger) {
    this.#scene = scene;
    this.#ciUserId = ciUserId;
    this.#ledger = ledger;
  }

  /** The reason is the key, so that the Change is found again. */
  make(edits: unknown[], key: string, times: Times = {}): Promise<Change | undefined> {
    return this.#acknowledge('/api/changes', { edits, reason: key, ...times }, key);
  }

  undo(id: string, key: string): Promise<Change | undefined> {
    return this.#acknowledge(`/api/changes/${id}/undo`, { reason: key }, key);
  }

  async tell(id: string, what: 'stop' | 'continue'): Promise<void> {
    await this.#call('POST', `/api/changes/${id}/${what}`);
  }

  /** One that was done, and not answered, may be refused when it is asked for again. */
  async move(id: string, wanted: LeaseMove): Promise<void> {
    const { status } = await this.#call('PATCH', `/api/changes/${id}`, wanted);
    this.#ledger.moves.push({ id, wanted, isDone: status < 300 });
  }

  /** Once the organization has been read. */
  async skillProfiles(): Promise<SkillProfileList> {
    for (;;) {
      const list = (await this.#call('GET', '/api/skill-profiles')).body as SkillProfileList;
      if (list.complete) return list;
      await pause(200);
    }
  }

  /** What a page asks for that shows what edits would do, and what was done. */
  async look(edits: unknown[]): Promise<void> {
    await this.#call('GET', '/api/agents');
    await this.#call('POST', '/api/changes/preview', { edits });
    await this.#call('GET', '/api/changes');
  }

  async change(id: string): Promise<Change | undefined> {
    const { status, body } = await this.#call('GET', `/api/changes/${id}`);
    return status === 200 ? (body as Change) : undefined;
  }

  /** Every Change since then that this person may see. */
  async changes(from: number): Promise<Change[]> {
    const all: Change[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query = new URLSearchParams({
        from: new Date(from - skew).toISOString(),
        ...(cursor !== '' && { cursor }),
      });
      const { body } = await this.#call('GET', `/api/changes?${query.toString()}`);
      const { changes, nextCursor } = body as ChangeList;
      all.push(...changes);
      cursor = nextCursor;
    }
    return all;
  }

  /** Waits until all of its items have ended, or as it is when that takes too long. */
  async ended({ id }: Change): Promise<Change | undefined> {
    const deadline = performance.now() + this.#scene.patience;
    for (;;) {
      const change = await this.change(id);
      const isEnded = change?.items.every(({ outcome }) => isFinal(outcome));
      if (isEnded || performance.now() > deadline) return change;
      await pause(150);
    }
  }

  async #acknowledge(path: string, body: unknown, key: string): Promise<Change | undefined> {
    const acknowledged: Acknowledged = { key, ids: new Set(), refused: '' };
    this.#ledger.acknowledged.push(acknowledged);
    const answer = await this.#call('POST', path, body, key);
    if (answer.status !== 201 && answer.status !== 202) {
      acknowledged.refused = `${answer.status} ${JSON.stringify(answer.body)}`;
      return undefined;
    }
    const change = answer.body as Change;
    acknowledged.ids.add(change.id);
    return change;
  }

  async #call(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    const deadline = performance.now() + this.#scene.patience;
    for (;;) {
      const asked = performance.now();
      const answer = await this.#ask(method, path, body, key).catch(() => undefined);
      this.#scene.heard?.({ method, path, status: answer?.status ?? 0, took: performance.now() - asked });
      if (answer && !isPassing(answer)) return answer;
      if (performance.now() > deadline)
        throw new Error(`${method} ${path}: given up, at last ${answer ? answer.status : 'without an answer'}`);
      if (answer?.status === 401) await this.#signIn();
      else await pause(answer ? Math.max(200, answer.retryAfter) : 30);
    }
  }

  async #ask(method: string, path: string, body: unknown, key: string | undefined): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${this.#token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const response = await fetch(this.#scene.url + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(longestSilence),
    });
    const { status } = response;
    const text = await response.text();
    const retryAfter = Number(response.headers.get('retry-after') ?? 0) * 1000;
    return { status, body: text === '' ? undefined : JSON.parse(text), retryAfter };
  }

  async #signIn(): Promise<void> {
    const token = this.#scene.webex.issueDesktopToken(this.#ciUserId);
    const asked = performance.now();
    const response = await fetch(`${this.#scene.url}/api/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(longestSilence),
    }).catch(() => undefined);
    const took = performance.now() - asked;
    this.#scene.heard?.({ method: 'POST', path: '/api/session', status: response?.status ?? 0, took });
    if (response?.status === 201) this.#token = ((await response.json()) as SessionGranted).token;
    else await pause(100);
  }
}
