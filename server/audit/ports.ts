/** A verified person, named as of then. */
export interface Person {
  id: string;
  name: string;
  email: string;
}

/** Who did it: a person, whoever has the command line of the host, or Skilldesk by itself. */
export type AuditActor = Person | 'operator' | 'skilldesk';

/** Who asked for it: a person at the console, or whoever has the command line. */
export type Initiator = Exclude<AuditActor, 'skilldesk'>;

export const auditActions = [
  'change-accepted',
  'change-outcome',
  'lease-moved',
  'change-stopped',
  'change-continued',
  'changed-elsewhere',
  'policy-changed',
  'credential-active',
  'disconnected',
  'locked',
  'paused',
  'resumed',
  'vault-rotated',
  'audit-exported',
  'records-cut',
  'person-forgotten',
  'console-signed-in',
  'console-sign-in-refused',
  'console-signed-out',
  'console-session-ended',
  'sso-settings-changed',
  'setup-code-made',
  'setup-code-used',
  'setup-code-refused',
  'connect-tried',
  'token-renewed',
  'doctor-run',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** What is to be recorded. Persons stand beside the body, never in it: the record holds a pseudonym of each, so that a name can be forgotten. */
export interface AuditEntry {
  action: AuditAction;
  actor: AuditActor;
  body: Readonly<Record<string, unknown>>;
  /** By the member of the body that gets their pseudonyms. */
  persons?: Readonly<Record<string, readonly Person[]>>;
}

/** How far the chain goes: the number of its last record, and that record's MAC. */
export interface AuditHead {
  seq: number;
  mac: string;
}

/** A record as it is chained; see `chain.ts`. */
export interface AuditRecord extends AuditHead {
  organizationId: string;
  at: number;
  /** `operator`, `skilldesk`, or the pseudonym of a person. */
  actor: string;
  action: AuditAction;
  /** JSON, letter for letter as it was chained. */
  body: string;
  /** Which key of the chain made the MAC. */
  keyId: string;
  /** The MAC of the record before; empty for the first. */
  previous: string;
}

/** A pseudonym is a commitment to the person: `salt` opens it, and without the salt nobody can tell who it was. */
export interface PseudonymousPerson {
  pseudonym: string;
  keyId: string;
  /** Undefined: the name was forgotten. */
  known: (Person & { salt: string }) | undefined;
}

/** Which records a search reads; both ends of time in milliseconds of the epoch, `to` is the first that is left out. */
export interface RecordSpan {
  /** Only those with a smaller number. */
  before?: number | undefined;
  action?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

/** The records of one organization, each chained to the one before. Nothing changes or removes one, except a cut behind a checkpoint. */
export interface AuditTrail {
  /** In a transaction of its own; what belongs to a change in the database is appended in the transaction of that change. */
  append(entry: AuditEntry): Promise<AuditHead>;
  head(): Promise<AuditHead>;
  /** By number, those after `after`. */
  records(after: number, limit: number): Promise<AuditRecord[]>;
  /** The newest first: by number, and by time where an action or a time is asked for. */
  newest(span: RecordSpan, limit: number): Promise<AuditRecord[]>;
  find(seq: number): Promise<AuditRecord | undefined>;
  first(): Promise<AuditRecord | undefined>;
  /** Records that the head does not know: nobody appended them. */
  beyondHead(): Promise<number[]>;
  /** All of them, or those of some pseudonyms. */
  people(of?: readonly string[]): Promise<PseudonymousPerson[]>;
  /** The MAC of a text under a key of this chain; undefined when there is no such key. */
  macOf(keyId: string, text: string): string | undefined;
  /** Forgets the names behind one person's id or e-mail; answers how many pseudonyms that were. */
  forget(person: string): Promise<number>;
  /** Cuts what is older than `before` behind a checkpoint, unless there was one after `notSince`; answers the number of the last record cut. */
  cut(before: number, notSince: number, retentionDays: number): Promise<number | undefined>;
}
