import {
  endpoints,
  type AgentList,
  type ChangeList,
  type Endpoint,
  type SkillProfileList,
  type SupervisorList,
} from '../../shared/api.ts';
import type { Draft, DraftRequest } from '../../shared/draft.ts';
import type { Change } from '../../shared/change.ts';
import type { ChangeRequest, Edit, LeaseMove, UndoRequest } from '../../shared/edit.ts';
import type { ChangePreview } from '../../shared/preview.ts';
import { ApiProblem, asProblem, isSessionProblem } from './api-problem.ts';
import type { Answer, BackendClient, Call } from './backend-client.ts';
import type { Session } from './session.ts';

const mostPages = 10;

/** What the widget asks of the backend, in the name of the person at the desk. */
export class SkilldeskApi {
  readonly #client: BackendClient;
  readonly #session: Session;
  readonly #signal: () => AbortSignal;

  constructor(client: BackendClient, session: Session, signal: () => AbortSignal) {
    this.#client = client;
    this.#session = session;
    this.#signal = signal;
  }

  listSkillProfiles(etag?: string): Promise<Answer<SkillProfileList>> {
    return this.#call(endpoints.listSkillProfiles, { etag });
  }

  listAgents(etag?: string): Promise<Answer<AgentList>> {
    return this.#call(endpoints.listAgents, { etag });
  }

  listSupervisors(): Promise<SupervisorList> {
    return this.#answer(endpoints.listSupervisors, {});
  }

  async listChanges(query: Record<string, string> = {}): Promise<ChangeList> {
    const { value } = await this.#call(endpoints.listChanges, { query });
    return value ?? { changes: [] };
  }

  /** Of the newest Changes, as many as a person can look through. */
  async profilesChangedSince(time: Date): Promise<ReadonlySet<string>> {
    const profiles = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const query = { from: time.toISOString(), ...(cursor !== undefined && { cursor }) };
      const { value } = await this.#call(endpoints.listChanges, { query });
      const items = value?.changes.flatMap((change) => change.items) ?? [];
      for (const { skillProfileId, outcome } of items) {
        if (skillProfileId !== undefined && outcome === 'verified') profiles.add(skillProfileId);
      }
      cursor = value?.nextCursor;
      if (cursor === undefined) break;
    }
    return profiles;
  }

  makeChange(body: ChangeRequest, idempotencyKey: string): Promise<Answer<Change>> {
    return this.#call(endpoints.makeChange, { body, idempotencyKey });
  }

  /** `given` takes the question back: its answer is wanted no longer. */
  previewEdits(edits: Edit[], given?: AbortSignal): Promise<ChangePreview> {
    return this.#answer(endpoints.previewEdits, { body: { edits }, ...(given && { given }) });
  }

  readChange(id: string): Promise<Answer<Change>> {
    return this.#call(endpoints.readChange, { id });
  }

  previewUndo(id: string): Promise<ChangePreview> {
    return this.#answer(endpoints.previewUndo, { id });
  }

  undoChange(id: string, body: UndoRequest, idempotencyKey: string): Promise<Change> {
    return this.#answer(endpoints.undoChange, { id, body, idempotencyKey });
  }

  /** Another end for a Change, none, or now; or another owner. */
  moveLease(id: string, body: LeaseMove): Promise<Change> {
    return this.#answer(endpoints.moveLease, { id, body });
  }

  stopChange(id: string): Promise<Change> {
    return this.#answer(endpoints.stopChange, { id });
  }

  continueChange(id: string): Promise<Change> {
    return this.#answer(endpoints.continueChange, { id });
  }

  async readDraft(): Promise<Draft | undefined> {
    const { value } = await this.#call(endpoints.readDraft, {});
    return value;
  }

  keepDraft(body: DraftRequest, leaving: boolean): Promise<unknown> {
    return this.#callLast(endpoints.keepDraft, { body, outlive: leaving });
  }

  /** `over`: the tags of the drafts that it may be, `-` for none. */
  removeDraft(over: string | undefined, leaving: boolean): Promise<unknown> {
    return this.#callLast(endpoints.removeDraft, { ...(over !== undefined && { query: { over } }), outlive: leaving });
  }

  async #answer<Body, Value>(endpoint: Endpoint<Body, Value>, call: Call<Body>): Promise<Value> {
    const { value } = await this.#call(endpoint, call);
    if (value === undefined) throw new ApiProblem('unreadable');
    return value;
  }

  /** A session that ended or is outdated is renewed once, silently; with one of somebody else nothing is asked in the name of whoever was here before. */
  async #call<Body, Value>(endpoint: Endpoint<Body, Value>, call: Call<Body>): Promise<Answer<Value>> {
    const signal = this.#signal();
    const { person } = this.#session;
    const bearer = async () => {
      const current = await this.#session.bearer();
      if (person && this.#session.person?.user.id !== person.user.id) throw new ApiProblem('session-outdated');
      return current;
    };
    const first = await bearer();
    try {
      return await this.#client.call(endpoint, { ...call, bearer: first, signal });
    } catch (error) {
      if (!isSessionProblem(asProblem(error))) throw error;
      this.#session.drop(first);
      return this.#client.call(endpoint, { ...call, bearer: await bearer(), signal });
    }
  }

  /** Leaves before this returns where there is a session, since no other moment may follow; and nothing calls it back. */
  async #callLast<Body, Value>(endpoint: Endpoint<Body, Value>, call: Call<Body>): Promise<Answer<Value>> {
    const { current: bearer } = this.#session;
    if (bearer === undefined) return this.#call(endpoint, call);
    try {
      return await this.#client.call(endpoint, { ...call, bearer });
    } catch (error) {
      if (!isSessionProblem(asProblem(error))) throw error;
      this.#session.drop(bearer);
      return this.#call(endpoint, call);
    }
  }
}
