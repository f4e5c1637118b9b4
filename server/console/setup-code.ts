import { createHash, randomInt } from 'node:crypto';
import { Secret } from '../secret.ts';

export const setupCodeLasts = 60 * 60_000;
export const mostTries = 10;

/** Of RFC 4648: without 0, 1 and 8, which look like letters. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const groups = 7;
const groupLength = 4;

/** 140 bits, written so that a person can copy them. */
export function makeSetupCode(): Secret {
  const letter = () => alphabet[randomInt(alphabet.length)] ?? '';
  const group = () => Array.from({ length: groupLength }, letter).join('');
  return new Secret(Array.from({ length: groups }, group).join('-'));
}

/** What is stored of a code, however a person types it. */
export function setupCodeHash(typed: Secret): string {
  const letters = typed
    .reveal()
    .toUpperCase()
    .replaceAll('0', 'O')
    .replaceAll('1', 'I')
    .replaceAll('8', 'B')
    .replace(/[^A-Z2-7]/g, '');
  return createHash('sha256').update(letters).digest('base64url');
}
