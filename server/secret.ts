import { createHash, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';
import { shortestSought, SoughtTexts } from './sought-texts.ts';

/** So many secrets that were made last are looked for where text leaves the process; a desktop token of yesterday need not be. */
const mostKnown = 500;
/** Each with the forms in which it could be written. Ours apart from those that callers bring: these are many, and would push ours out. */
const known = { ours: new Map<string, string[]>(), brought: new Map<string, string[]>() };
const sought = new SoughtTexts();

/** A token or secret. However it is printed, joined, logged or serialized, it says `[secret]`; only `reveal` shows it. */
export class Secret {
  readonly #value: string;

  constructor(value: string, whose: keyof typeof known = 'ours') {
    this.#value = value;
    remember(value, known[whose]);
  }

  /** The value itself: for the header or form that needs it, at the last moment. */
  reveal(): string {
    return this.#value;
  }

  equals(other: Secret): boolean {
    return timingSafeEqual(digest(this.#value), digest(other.#value));
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();

function remember(value: string, among: Map<string, string[]>): void {
  if (value.length < shortestSought) return;
  forget(value, among);
  const forms = [value, encodeURIComponent(value), Buffer.from(value).toString('base64').replace(/=+$/, '')];
  among.set(value, forms);
  for (const form of forms) sought.add(form);
  const [oldest] = among.keys();
  if (among.size > mostKnown && oldest !== undefined) forget(oldest, among);
}

function forget(value: string, among: Map<string, string[]>): void {
  for (const form of among.get(value) ?? []) sought.remove(form);
  among.delete(value);
}

let allHits = 0;
/** How many secrets were taken out of text since the process began: for a metric, since each is a bug. */
export const scrubbedSoFar = (): number => allHits;

/** The last line of defence: `text` without any known secret, and how many were in it. There should never be one. */
export function scrub(text: string): { text: string; hits: number } {
  let clean = text;
  let hits = 0;
  for (const form of sought.in(text)) {
    if (!clean.includes(form)) continue;
    hits += 1;
    clean = clean.replaceAll(form, '[secret]');
  }
  allHits += hits;
  return { text: clean, hits };
}
