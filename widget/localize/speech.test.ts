import { describe, expect, test } from 'vitest';
import { speechFor } from './speech.ts';

const ours = ['de', 'es', 'fr', 'ja', 'pt-BR'];

describe('a wish is met', () => {
  test.each([
    ['de', 'de', 'de'],
    ['de-AT', 'de', 'de-AT'],
    ['fr-CA', 'fr', 'fr-CA'],
    ['es-419', 'es', 'es-419'],
    ['ja-JP', 'ja', 'ja-JP'],
    ['pt-BR', 'pt-BR', 'pt-BR'],
    ['pt', 'pt-BR', 'pt'],
    ['en-GB', 'en', 'en-GB'],
    ['de-Latn-CH', 'de', 'de-Latn-CH'],
  ])('%s by %s, with numbers and dates of %s', (wish, language, locale) => {
    expect(speechFor([wish], ours)).toEqual({ language, locale });
  });

  test('pt-PT by Brazilian Portuguese, which is nearer than English, with the dates of Portugal', () => {
    expect(speechFor(['pt-PT'], ours)).toEqual({ language: 'pt-BR', locale: 'pt-PT' });
    expect(speechFor(['pt-PT'], [...ours, 'pt-PT']).language).toBe('pt-PT');
  });

  test.each(['zh-CN', 'zh-TW', 'it', 'tlh', 'x-nonsense', 'not a tag', ''])('%j by English, dates too', (wish) => {
    expect(speechFor([wish], ours)).toEqual({ language: 'en', locale: 'en' });
  });

  test('never by a script that the person may not read', () => {
    expect(speechFor(['zh-TW'], [...ours, 'zh-CN']).language).toBe('en');
    expect(speechFor(['zh-TW'], [...ours, 'zh-CN', 'zh-TW']).language).toBe('zh-TW');
    expect(speechFor(['zh-HK'], [...ours, 'zh-CN', 'zh-TW']).language).toBe('zh-TW');
    expect(speechFor(['zh-SG'], [...ours, 'zh-TW', 'zh-CN']).language).toBe('zh-CN');
  });
});

test('of several wishes the first that can be met counts, English too', () => {
  expect(speechFor(['it-IT', 'fr-CH', 'de'], ours)).toEqual({ language: 'fr', locale: 'fr-CH' });
  expect(speechFor(['it-IT', 'en-AU', 'de'], ours)).toEqual({ language: 'en', locale: 'en-AU' });
  expect(speechFor([], ours)).toEqual({ language: 'en', locale: 'en' });
});
