import { en, type TextKey } from './en.ts';

/** The texts of another language, by key. A key that it lacks is said in English. */
export type Translation = ReadonlyMap<string, string>;

const texts: ReadonlyMap<string, string> = new Map(Object.entries(en));

/** What is to be filled into a text, each once and in one order. */
const gapsOf = (text: string): string => [...new Set(text.match(/\{[\w-]+\}/g))].sort().join(' ');

/** The English text that a key's gaps are compared with: for a form by number, the general form. */
function englishOf(key: string): string | undefined {
  const base = /^(.+)\.(?:zero|one|two|few|many|other)$/.exec(key)?.[1];
  return isCounted(base) ? texts.get(`${base}.other`) : texts.get(key);
}

const isCounted = (base: string | undefined): boolean => texts.has(`${base}.one`) && texts.has(`${base}.other`);

/** Why a text cannot stand under a key, or undefined when it can. */
function faultOf(key: string, text: unknown): string | undefined {
  const english = englishOf(key);
  if (english === undefined) return 'English has no such text';
  if (typeof text !== 'string' || text.trim() === '') return 'is no text';
  return gapsOf(text) === gapsOf(english) ? undefined : `needs the gaps “${gapsOf(english)}” and no others`;
}

/**
 * What a page takes from a language's file. The file may be older or newer than this page, or not what was asked for: a text that does not fit
 * is left out, so that its English stands there.
 * @throws TypeError when it is no such file
 */
export function readTranslation(file: unknown): Translation {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) throw new TypeError('This is no language.');
  return new Map(Object.entries(file).filter(([key, text]) => faultOf(key, text) === undefined));
}

/** All that is wrong with a language's file when it is shipped: each text must be there, in each form that the language has, and no other. */
export function translationFaults(tag: string, file: Readonly<Record<string, unknown>>): string[] {
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const wanted = new Set(
    [...texts.keys()].flatMap((key) => {
      const [, base, form] = /^(.+)\.(one|other)$/.exec(key) ?? [];
      if (!isCounted(base)) return [key];
      return form === 'other' ? forms.map((each) => `${base}.${each}`) : [];
    }),
  );
  return [
    ...[...wanted].filter((key) => !Object.hasOwn(file, key)).map((key) => `${key}: is missing`),
    ...Object.entries(file).flatMap(([key, text]) => {
      const fault = wanted.has(key) ? faultOf(key, text) : 'the language does not need it';
      return fault === undefined ? [] : [`${key}: ${fault}`];
    }),
  ];
}

/** Whether English has a text under this key. */
export const isTextKey = (key: string): key is TextKey => texts.has(key);
