import { collator } from './localize/intl.ts';

/** Whether each word of `search` occurs in one of `texts`, whatever the case and the accents. */
export function matches(search: string, texts: readonly string[]): boolean {
  if (search === '') return true;
  const haystack = plain(texts.join(' '));
  return plain(search)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** Sorted as people of this language sort. */
export function byName<Item>(items: readonly Item[], nameOf: (item: Item) => string, locale: string): Item[] {
  const { compare } = collator(locale);
  return [...items].sort((one, other) => compare(nameOf(one), nameOf(other)));
}
