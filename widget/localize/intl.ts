const plurals = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/** Making a formatter costs more than a row of a list: each is made once for a language. */
export const pluralRules = (locale: string): Intl.PluralRules => madeOnce(plurals, locale, Intl.PluralRules);
export const numberFormat = (locale: string): Intl.NumberFormat => madeOnce(numbers, locale, Intl.NumberFormat);

function madeOnce<Formatter>(made: Map<string, Formatter>, locale: string, Maker: new (locale: string) => Formatter) {
  const formatter = made.get(locale) ?? new Maker(locale);
  made.set(locale, formatter);
  return formatter;
}
