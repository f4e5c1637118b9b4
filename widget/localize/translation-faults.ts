import { en } from './en.ts';
import { enMore } from './en-more.ts';
import { faultOf, isCounted } from './translation.ts';

/** All that is wrong with a language's file when it is shipped: each text must be there, in each form that the language has, and no other. */
export function translationFaults(tag: string, file: Readonly<Record<string, unknown>>): string[] {
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const wanted = new Set(
    Object.keys({ ...en, ...enMore }).flatMap((key) => {
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
