import {
  endpoints,
  type AgentList,
  type ChangeList,
  type Endpoint,
  type SkillProfileList,
  type SupervisorList,
} from '../../shared/api.ts';
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

  async #answer<Body, Value>(endpoint: Endpoint<Body, Value>, call: Call<Body>): Promise<Value> {
    const { value } = await this.#call(endpoint, call);
    if (value === undefined) throw new ApiProblem('unreadable');
    return value;
  }

  /** A session that ended or is outdated is renewed once, silently. */
  async #call<Body, Value>(endpoint: Endpoint<Body, Value>, call: Call<Body>): Promise<Answer<Value>> {
    const signal = this.#signal();
    const bearer = await this.#session.bearer();
    try {
      return await this.#client.call(endpoint, { ...call, bearer, signal });
    } catch (error) {
      if (!isSessionProblem(asProblem(error))) throw error;
      this.#session.drop(bearer);
      return this.#client.call(endpoint, { ...call, bearer: await this.#session.bearer(), signal });
    }
  }
}
