/** Rows as both databases hold them: JSON as text, flags as 0 and 1, times as milliseconds of the epoch. No column holds a secret. */
export interface Tables {
  sessions: { id: string; person_id: string; body: string; expires_at: number };
  revisions: { skill_profile_id: string; revision: string; content: string; handed_out_at: number };
  snapshots: { organization_id: string; as_of: number; changed: number };
  snapshot_entities: {
    organization_id: string;
    kind: EntityKind;
    id: string;
    stamp: string;
    body: string;
    content: string | null;
    is_stale: number;
    learned_at: number;
  };
  changes: {
    id: string;
    organization_id: string;
    actor_id: string;
    actor: string;
    reason: string;
    created_at: number;
    authority: string;
  };
  change_items: {
    change_id: string;
    position: number;
    skill_profile_id: string | null;
    user_id: string | null;
    edit: string;
    outcome: string;
    is_open: number;
    due_at: number;
    attempts: number;
    sent_at: number | null;
    written_version: number | null;
    rule: string | null;
    tracking_id: string | null;
    differences: string;
    effect: string;
    conflict: string | null;
  };
  claims: { target: string; owner: string; until: number };
  idempotency_keys: {
    person_id: string;
    path: string;
    key: string;
    body_hash: string;
    change_id: string;
    created_at: number;
  };
}

export type EntityKind = 'skill' | 'team' | 'user' | 'skill-profile';
