import type { AuditEntry } from '../audit/ports.ts';
import type { ConsoleSession } from './console-session.ts';

/** Sessions by the hash of what their cookie holds. What is done to one is recorded in the same transaction. */
export interface ConsoleSessionStore {
  /** Opens one, in the place of that of the hash `instead`; of a person's sessions beyond five the oldest end. */
  open(key: string, session: ConsoleSession, record: AuditEntry, instead?: string): Promise<void>;
  /** Undefined: unknown, ended, idle for too long or expired. To be asked for is to be used. */
  find(key: string): Promise<ConsoleSession | undefined>;
  /** Those that live, newest first. */
  list(): Promise<ConsoleSession[]>;
  /** By id. */
  end(ids: readonly string[], record: AuditEntry): Promise<void>;
  prune(): Promise<void>;
}

/** Names the settings of SSO that are in force, and changes with any of them; undefined when there are none. */
export type SettingsInForce = () => Promise<string | undefined>;
