import { createHash } from 'node:crypto';
import type { StoredTokens } from './ports.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Nobody tries a credential again sooner. */
export const shortestPause = 30 * second;
const longestPause = hour;

/** With less than that left, whoever asks waits for the renewal. */
export const reserve = 5 * minute;
/** A refresh token with less left is replaced by minting, where that is possible. */
export const mintEarly = 30 * day;
export const orphansKeptFor = day;

/** The same number from 0 to 1 on every replica. */
export function share(...seed: (string | number)[]): number {
  return createHash('sha256').update(seed.join('|')).digest().readUInt32BE(0) / 2 ** 32;
}

/**
 * At 48 to 60 % of the access token's life: early enough that an outage of days harms nobody, and spread so that of installations which were
 * connected together not all come at once: a hundred lie over more than a tenth of it. Undefined: nobody said when it ends.
 */
export function refreshDueAt(credentialId: string, version: number, tokens: StoredTokens): number | undefined {
  const { accessToken, obtainedAt, accessExpiresAt } = tokens;
  if (!accessToken) return obtainedAt;
  if (accessExpiresAt === undefined) return undefined;
  return Math.floor(obtainedAt + (accessExpiresAt - obtainedAt) * (0.48 + 0.12 * share(credentialId, version)));
}

/** 30 s, doubling up to an hour; of each pause the second half is left to chance, so that a day holds at most 60 of them. */
export function retryPause(failures: number, seed: string): number {
  const longest = Math.min(longestPause, shortestPause * 2 ** Math.min(failures, 12));
  return Math.max(shortestPause, Math.floor(longest * (0.5 + 0.5 * share(seed, failures))));
}

const warnings = [1, 3, 7, 14, 30];

/** The smallest of 30, 14, 7, 3 and 1 days within which the refresh token ends. */
export function warningDays({ refreshExpiresAt }: StoredTokens, now: number): number | undefined {
  if (refreshExpiresAt === undefined) return undefined;
  return warnings.find((days) => refreshExpiresAt - now <= days * day);
}
