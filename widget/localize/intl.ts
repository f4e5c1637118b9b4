const plurals = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();
const collators = new Map<string, Intl.Collator>();
const lists = new Map<string, Intl.ListFormat>();

/** Making a formatter costs more than a row of a list, and the first of its kind as much as all rows: each is made once for a language. */
export const pluralRules = (locale: string): Intl.PluralRules =>
  madeOnce(plurals, locale, () => new Intl.PluralRules(locale));
export const numberFormat = (locale: string): Intl.NumberFormat =>
  madeOnce(numbers, locale, () => new Intl.NumberFormat(locale));
/** For names, as people of this language sort them. */
export const collator = (locale: string): Intl.Collator =>
  madeOnce(collators, locale, () => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }));
export const listFormat = (locale: string): Intl.ListFormat =>
  madeOnce(lists, locale, () => new Intl.ListFormat(locale, { type: 'conjunction' }));

function madeOnce<Formatter>(made: Map<string, Formatter>, locale: string, make: () => Formatter): Formatter {
  const formatter = made.get(locale) ?? make();
  made.set(locale, formatter);
  return formatter;
}
