import type { Change, Rule } from './change.ts';
import type { Draft, DraftRequest } from './draft.ts';
import type { ChangeRequest, Edit, LeaseMove, UndoRequest } from './edit.ts';
import type { PolicyView } from './policy.ts';
import type { ChangePreview } from './preview.ts';
import type { Skill } from './skill.ts';
import type { SkillWithValue } from './skill-values.ts';

export type Role = 'supervisor' | 'administrator';

/** Which contract this API is. Raised only where a page and a backend of different ones cannot work with each other. */
export const contract = 1;

/** Answer to the exchange of a desktop token. `token` is the session: proof of a verified person, good for nothing at Webex. */
export interface SessionGranted {
  token: string;
  expiresAt: string;
  contract: number;
  user: { id: string; name: string; email: string; role: Role; mayEdit: boolean };
  organizationId: string;
  /** `agents` is null where the organization could not be read yet. */
  scope: { teams: { id: string; name: string }[]; agents: number | null; skillProfiles: number };
  policy: PolicyView;
}

/** A profile as this person may see it. `values` and `revision` are absent while the profile has not been read yet. */
export interface SkillProfileView {
  id: string;
  name: string;
  description: string;
  revision?: string;
  values?: SkillWithValue[];
  editable: boolean;
  /** Why not, in English; `reasonCode` says the same to whoever has words of his own. */
  reason?: string;
  reasonCode?: Rule;
  /** Agents in scope whose effective profile this is; the teams in scope that have it; users and teams outside the scope that have it. */
  usedBy: { agents: number; teams: string[]; outsideScope: number };
}

/** `protected`: the policy keeps it from this person. */
export interface SkillView extends Skill {
  protected?: true;
}

/** `read` of `total` profiles have their values; `complete` when all have. */
export interface SkillProfileList {
  asOf: string;
  complete: boolean;
  read: number;
  total: number;
  skills: SkillView[];
  skillProfiles: SkillProfileView[];
}

/** An agent in scope. The effective profile is his own, else his team's, else none. */
export interface AgentView {
  id: string;
  name: string;
  teams: string[];
  skillProfileId: string | null;
  effectiveSkillProfileId: string | null;
  source: 'own' | 'team' | 'none';
  editable: boolean;
  reason?: string;
  reasonCode?: Rule;
}

export interface AgentList {
  asOf: string;
  agents: AgentView[];
}

/** To whom the end of a Change can be handed over, as the organization was read at `asOf`; `teams`: those that both have. */
export interface SupervisorList {
  asOf: string;
  /** False: Webex does not show Skilldesk who supervises. */
  complete: boolean;
  supervisors: { id: string; name: string; teams: string[] }[];
}

export interface ChangeList {
  changes: Change[];
  nextCursor?: string;
}

/**
 * Who may call: `anybody` · `desktop-token` whoever proves to be a supervisor or administrator by a token of Agent Desktop · `session` a
 * person whose session lives · `editor` the same, if his rights let him write at all: the use case asks, since whoever repeats a request gets
 * what he made by it before, whatever became of his rights.
 */
export type Caller = 'anybody' | 'desktop-token' | 'session' | 'editor' | ConsoleCaller;

/**
 * Who may ask at the console, by a cookie: `visitor` anybody whose browser shows our own page · `setup` who used the setup code while there is
 * no SSO, and `recent-admin` · `viewer` < `operator` < `admin` by the role that his claims give him · `recent-admin` an admin who signed in
 * within the last five minutes. Whatever is not a GET must come from our own page.
 */
export type ConsoleCaller = 'visitor' | 'setup' | 'viewer' | 'operator' | 'admin' | 'recent-admin';

/** One row of the API; the types of its body and answer exist for the compiler only. */
export interface Endpoint<Body, Answer> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly caller: Caller;
  readonly types?: (body: Body) => Answer;
}

export const endpoint = <Body, Answer>(
  method: Endpoint<Body, Answer>['method'],
  path: string,
  caller: Caller,
): Endpoint<Body, Answer> => ({ method, path, caller });

/** Every call between widget and backend, once: the routes are mounted from it and the client calls by it. */
export const endpoints = {
  exchangeDesktopToken: endpoint<undefined, SessionGranted>('POST', '/api/session', 'desktop-token'),
  endSession: endpoint<undefined, undefined>('DELETE', '/api/session', 'session'),
  listSkillProfiles: endpoint<undefined, SkillProfileList>('GET', '/api/skill-profiles', 'session'),
  readSkillProfile: endpoint<undefined, SkillProfileView>('GET', '/api/skill-profiles/:id', 'session'),
  listAgents: endpoint<undefined, AgentList>('GET', '/api/agents', 'session'),
  listSupervisors: endpoint<undefined, SupervisorList>('GET', '/api/supervisors', 'editor'),
  readDraft: endpoint<undefined, Draft | undefined>('GET', '/api/draft', 'session'),
  keepDraft: endpoint<DraftRequest, Draft>('PUT', '/api/draft', 'session'),
  removeDraft: endpoint<undefined, undefined>('DELETE', '/api/draft', 'session'),
  previewEdits: endpoint<{ edits: Edit[] }, ChangePreview>('POST', '/api/changes/preview', 'session'),
  makeChange: endpoint<ChangeRequest, Change>('POST', '/api/changes', 'editor'),
  listChanges: endpoint<undefined, ChangeList>('GET', '/api/changes', 'session'),
  readChange: endpoint<undefined, Change>('GET', '/api/changes/:id', 'session'),
  undoChange: endpoint<UndoRequest, Change>('POST', '/api/changes/:id/undo', 'editor'),
  previewUndo: endpoint<undefined, ChangePreview>('POST', '/api/changes/:id/undo/preview', 'session'),
  moveLease: endpoint<LeaseMove, Change>('PATCH', '/api/changes/:id', 'editor'),
  stopChange: endpoint<undefined, Change>('POST', '/api/changes/:id/stop', 'editor'),
  continueChange: endpoint<undefined, Change>('POST', '/api/changes/:id/continue', 'editor'),
} as const;
