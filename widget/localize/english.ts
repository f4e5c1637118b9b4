import { en } from './en.ts';
import type { enMore } from './en-more.ts';

/** What can be said: the key of a text, of either file. */
export type TextKey = keyof typeof en | keyof typeof enMore;

type KeysWith<Form extends string> = TextKey extends infer Key
  ? Key extends `${infer Base}.${Form}`
    ? Base
    : never
  : never;

/** Keys that have forms by number. */
export type CountedKey = Extract<KeysWith<'one'>, KeysWith<'other'>>;

const texts = new Map<string, string>(Object.entries(en));

/** The texts of `en-more.ts`, as soon as it is there. */
export function learnEnglish(more: Readonly<Record<string, string>>): void {
  for (const [key, text] of Object.entries(more)) texts.set(key, text);
}

/** What a key says in English; undefined for one that nobody has heard of, or not yet. */
export const inEnglish = (key: string): string | undefined => texts.get(key);

/** Whether English has a text under this key. */
export const isTextKey = (key: string): key is TextKey => texts.has(key);
