import { inEnglish, isTextKey } from './english.ts';

/** The texts of another language, by key. A key that it lacks is said in English. */
export interface Translation {
  get(key: string): string | undefined;
}

/** What is to be filled into a text, each once and in one order. */
const gapsOf = (text: string): string => [...new Set(text.match(/\{[\w-]+\}/g))].sort().join(' ');

/** The English text that a key's gaps are compared with: for a form by number, the general form. */
function englishOf(key: string): string | undefined {
  const base = /^(.+)\.(?:zero|one|two|few|many|other)$/.exec(key)?.[1];
  return isCounted(base) ? inEnglish(`${base}.other`) : inEnglish(key);
}

/** Whether it is said by number. */
export const isCounted = (base: string | undefined): boolean => isTextKey(`${base}.one`) && isTextKey(`${base}.other`);

/** Why a text cannot stand under a key, or undefined when it can. */
export function faultOf(key: string, text: unknown): string | undefined {
  const english = englishOf(key);
  if (english === undefined) return 'English has no such text';
  if (typeof text !== 'string' || text.trim() === '') return 'is no text';
  return gapsOf(text) === gapsOf(english) ? undefined : `needs the gaps “${gapsOf(english)}” and no others`;
}

/**
 * What a page takes from a language's file. The file may be older or newer than this page, or not what was asked for: a text that does not fit
 * is left out, so that its English stands there. Each is looked at when it is first said: its English may come later than the language.
 * @throws TypeError when it is no such file
 */
export function readTranslation(file: unknown): Translation {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) throw new TypeError('This is no language.');
  const given = new Map<string, unknown>(Object.entries(file));
  const fitting = new Map<string, string>();
  return {
    get(key) {
      const text = given.get(key);
      if (!fitting.has(key) && typeof text === 'string' && faultOf(key, text) === undefined) fitting.set(key, text);
      return fitting.get(key);
    },
  };
}
