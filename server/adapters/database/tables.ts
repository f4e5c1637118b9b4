/** Rows as both databases hold them: JSON as text, flags as 0 and 1, times as milliseconds of the epoch. A secret is in a column only sealed, and the comment says so. */
export interface Tables {
  sessions: { id: string; person_id: string; body: string; expires_at: number };
  revisions: { skill_profile_id: string; revision: string; content: string; handed_out_at: number };
  snapshots: { organization_id: string; as_of: number; changed: number; traced: number };
  snapshot_entities: {
    organization_id: string;
    kind: EntityKind;
    id: string;
    stamp: string;
    body: string;
    content: string | null;
    is_stale: number;
    learned_at: number;
    changed_in: number;
  };
  changes: {
    id: string;
    organization_id: string;
    actor_id: string;
    actor: string;
    reason: string;
    created_at: number;
    authority: string;
    reverts: string | null;
    /** Who made it when no person did. */
    via: string | null;
    starts_at: number | null;
    until: number | null;
    owner: string | null;
    /** When the end of a lease began, or it turned out that there is nothing to end. */
    ended_at: number | null;
    /** When somebody took the incident of its end. */
    taken_at: number | null;
    /** 1: it can never be open again. Null says nothing. */
    is_over: number | null;
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
    left_out: string | null;
    acknowledged: number | null;
    team_ids: string;
    taken_up_at: number | null;
    /** The values that the edit is based on, of a Change that begins later than a revision is kept. */
    base: string | null;
    /** What it wanted and found so already. */
    held: string | null;
    as_of_then: string | null;
    /** 1: what it wrote is in `accounted_states`. */
    accounted: number | null;
    /** When its Change was made; a trigger sets it for the version before. */
    made_at: number | null;
  };
  /** What the history accounts for; `number` counts the moves. A user and a team have one value, the profile that is assigned. */
  accounted_states: {
    organization_id: string;
    kind: string;
    id: string;
    name: string;
    content: string;
    stamp: string;
    number: number;
    at: number;
  };
  change_terms: {
    change_id: string;
    number: number;
    at: number;
    actor: string;
    until: number | null;
    owner: string;
  };
  /** One value that a lease holds; those of one field lie upon each other by `number`. */
  lease_fields: {
    change_id: string;
    target: string;
    skill_id: string;
    number: number;
    value: string;
    restores: string;
    state: string;
    left_at: number | null;
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
  drafts: { organization_id: string; person_id: string; body: string; saved_at: number };
  previews: { id: string; person_id: string; edits_hash: string; reach: string; expires_at: number };
  credentials: {
    id: string;
    organization_id: string;
    kind: string;
    source: string;
    fingerprint: string;
    client_id: string | null;
    application_id: string | null;
    /** Sealed by the data key. */
    client_secret: string | null;
    /** Sealed by the key `key_id` of the ring; seals everything else of this credential. */
    data_key: string;
    key_id: string;
    state: string;
    version: number;
    claim_owner: string | null;
    claim_until: number | null;
    attempt_started: number | null;
    next_refresh_at: number | null;
    not_before: number;
    failures: number;
    failure_class: string | null;
    failure_code: string | null;
    failure_tracking_id: string | null;
    failed_at: number | null;
    dead_version: number | null;
    warned_days: number | null;
    created_at: number;
    activated_at: number | null;
    /** When the token was last tried by reading with it. */
    probed_at: number | null;
    /** Renewals because Webex refused the token, in a row; when the last one was, and which version it brought. */
    forced_renewals: number;
    forced_at: number | null;
    forced_version: number | null;
  };
  organization_controls: {
    organization_id: string;
    paused_at: number | null;
    disconnected_at: number | null;
    /** In words, when it was Skilldesk that paused. */
    paused_because: string | null;
    /** What is open here since before that may have been carried out on a newer database, which this one took the place of. */
    unsure_until: number | null;
  };
  /** Where the database is at home; `public_url`: by which address, where that is known and not one machine's own. */
  installations: { organization_id: string; home: string; public_url: string | null };
  /** What was disconnected, by the ids that `credentials` had: nothing of the credential itself. */
  disconnected_credentials: { id: string; organization_id: string; disconnected_at: number };
  revocations: {
    id: string;
    organization_id: string;
    kind: string;
    /** Sealed by a key of the ring: the client and the tokens that Webex is still to be told of. */
    body: string;
    requested_at: number;
    not_before: number;
    attempts: number;
    claim_until: number | null;
  };
  /** A consent that somebody began at the console. */
  consent_attempts: {
    id: string;
    organization_id: string;
    kind: string;
    session_id: string;
    state_hash: string;
    /** Sealed by a key of the ring: the client and the verifier. Null once its answer came, or too late. */
    body: string | null;
    expires_at: number;
    report: string | null;
  };
  /** What happened for the first time. */
  milestones: { organization_id: string; name: string; at: number };
  token_sets: TokenSetRow;
  orphaned_token_sets: TokenSetRow;
  policies: { organization_id: string; version: number; body: string; changed_by: string; changed_at: number };
  signing_keys: {
    organization_id: string;
    generation: number;
    id: string;
    /** Sealed by the key `key_id` of the ring. */
    private_key: string;
    key_id: string;
    signs_from: number;
  };
  person_readings: { organization_id: string; person_id: string; body: string; read_at: number };
  /** Of rate-limiter-flexible; keys are hashed. */
  rate_limits: { key: string; points: number; expire: number | null };
  request_budgets: { organization_id: string; spent: string; rests_until: number };
  /** `key`: SHA-256 of what the browser's cookie holds. The bodies are sealed by a key of the ring, so that nobody who can write rows signs himself in. */
  console_sessions: {
    key: string;
    id: string;
    organization_id: string;
    person: string;
    body: string;
    started_at: number;
    used_at: number;
    expires_at: number;
  };
  /** A sign-in on its way: the same. */
  sso_transactions: { key: string; organization_id: string; body: string; expires_at: number };
  sso_settings: {
    organization_id: string;
    id: string;
    version: number;
    /** Sealed by the key `key_id` of the ring, the client secret with all else: who may sign in is not for whoever can write rows. */
    body: string;
    key_id: string;
    changed_at: number;
  };
  /** The one setup code there is; `body`: its SHA-256, sealed. */
  setup_codes: { organization_id: string; body: string; tries: number; made_at: number; expires_at: number };
  vault_keys: { key_id: string; check_value: string };
  audit_records: {
    organization_id: string;
    seq: number;
    at: number;
    actor: string;
    action: string;
    body: string;
    chain_key: string;
    previous: string;
    mac: string;
  };
  /** Locked while a record is appended, so that there is one chain. `cut_at`: when the retention cut last. */
  audit_heads: { organization_id: string; seq: number; mac: string; cut_at: number | null };
  /** Who a pseudonym is. What is forgotten is null. `last_seq`: the last record that names it. */
  audit_people: {
    organization_id: string;
    pseudonym: string;
    chain_key: string;
    salt: string | null;
    person_id: string | null;
    name: string | null;
    email: string | null;
    last_seq: number;
  };
  audit_keys: {
    organization_id: string;
    generation: number;
    id: string;
    /** Sealed by the key `key_id` of the ring. */
    secret: string;
    key_id: string;
  };
}

interface TokenSetRow {
  credential_id: string;
  version: number;
  /** Sealed by the credential's data key, as is the refresh token. */
  access_token: string | null;
  refresh_token: string | null;
  rung: string;
  obtained_at: number;
  access_expires_at: number | null;
  refresh_expires_at: number | null;
  scopes: string | null;
}

export type EntityKind = 'skill' | 'team' | 'user' | 'skill-profile' | 'queue' | 'dynamic-skill' | 'user-profile';
