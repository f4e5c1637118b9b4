/** In which of our languages somebody is spoken to, and by whose customs numbers and dates are written. */
export interface Speech {
  language: string;
  locale: string;
}

/**
 * The first wish that can be met, else English. A language is met by its own file, else by another of the same script: German for `de-AT`,
 * Brazilian Portuguese for `pt-PT`, but never simplified Chinese for `zh-TW`. Numbers and dates keep the region that was wished for.
 */
export function speechFor(wishes: readonly string[], languages: readonly string[]): Speech {
  for (const wish of wishes.flatMap((tag) => parsed(tag) ?? [])) {
    const language = nearest(wish, ['en', ...languages]);
    if (language !== undefined) return { language, locale: wish.toString() };
  }
  return { language: 'en', locale: 'en' };
}

function nearest(wish: Intl.Locale, languages: readonly string[]): string | undefined {
  const understood = languages.filter((tag) => written(new Intl.Locale(tag)) === written(wish));
  return [wish.baseName, wish.language].find((tag) => understood.includes(tag)) ?? understood[0];
}

/** What must be the same for a text to be understood. */
function written(locale: Intl.Locale): string {
  const { language, script } = locale.maximize();
  return `${language}-${script ?? ''}`;
}

function parsed(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag);
  } catch {
    return undefined;
  }
}
