import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ConsoleRole, RoleReason } from '../../shared/console-api.ts';
import type { AuditActor, Person } from '../audit/ports.ts';
import { Secret } from '../secret.ts';

const minute = 60_000;

/** All in milliseconds. */
export const longestIdle = 30 * minute;
export const longestConsoleSession = 8 * 60 * minute;
export const longestByCode = 15 * minute;
export const recentFor = 5 * minute;
/** Of one person; the oldest ends when there is one more. */
export const mostSessions = 5;

/** Somebody's browser at the console. Times are milliseconds of the epoch. */
export interface ConsoleSession {
  /** Names it in lists; proves nothing. */
  id: string;
  /** Undefined: whoever has the command line of the host, by a setup code. */
  person: Person | undefined;
  role: ConsoleRole | 'setup';
  /** Why a person has this role. */
  reason: RoleReason | undefined;
  /** Which settings of SSO it was opened by: under others it is over. Undefined by a setup code. */
  settings: string | undefined;
  browser: string;
  startedAt: number;
  usedAt: number;
  expiresAt: number;
  /** Until when nothing asks for another sign-in. */
  recentUntil: number;
}

/** 256 bits: what the cookie holds, and nothing else keeps. */
export const newKey = (): Secret => new Secret(randomBytes(32).toString('base64url'));

/** What is stored of such a key. */
export const keyHash = (key: Secret): string => createHash('sha256').update(key.reveal()).digest('base64url');

/** Begins now, with an id of its own. */
export function newSession(
  who: Pick<ConsoleSession, 'person' | 'role' | 'reason' | 'settings' | 'browser'>,
  { now, lasts, recentUntil }: { now: number; lasts: number; recentUntil: number },
): ConsoleSession {
  return { ...who, id: randomUUID(), startedAt: now, usedAt: now, expiresAt: now + lasts, recentUntil };
}

/** As the audit trail names who it was. */
export const actorOf = ({ person }: Pick<ConsoleSession, 'person'>): AuditActor => person ?? 'operator';
