import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcomes } from '../../shared/change.ts';
import { en } from './en.ts';
import { enMore } from './en-more.ts';
import type { CountedKey } from './english.ts';
import { readTranslation } from './translation.ts';
import { translationFaults } from './translation-faults.ts';
import { Words } from './words.ts';

const folder = new URL('languages/', import.meta.url);
const files = readdirSync(folder).map((file) => {
  const tag = file.replace(/\.json$/, '');
  return [tag, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>] as const;
});
const german = Object.fromEntries(files)['de'] ?? {};
const counted = Object.keys({ ...en, ...enMore }).flatMap((key) => /^(.+)\.one$/.exec(key)?.[1] ?? []) as CountedKey[];
const without = (key: string) => Object.fromEntries(Object.entries(german).filter(([other]) => other !== key));

test('the languages of this version are there', () => {
  expect(files.map(([tag]) => tag).sort()).toEqual(['de', 'es', 'fr', 'ja', 'pt-BR']);
});

describe.each(files)('%s', (tag, file) => {
  test('has every text in every form, and no other', () => expect(translationFaults(tag, file)).toEqual([]));

  test('is named as the standard has it, and nothing is in English by oversight', () => {
    expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
    const sentences = Object.entries({ ...en, ...enMore }).filter(
      ([, text]) => text.replace(/\{[\w-]+\}/g, '').split(/\s+\p{L}/u).length > 3,
    );
    expect(sentences.filter(([key, text]) => file[key] === text)).toEqual([]);
  });

  test('says every text by number with the number, for every form that it has', () => {
    const words = new Words(tag, tag, readTranslation(file));
    const rules = new Intl.PluralRules(tag);
    const numbers = [0, 1, 2, 5, 11, 100, 1_000_000];
    expect(new Set(numbers.map((n) => rules.select(n)))).toEqual(new Set(rules.resolvedOptions().pluralCategories));
    for (const base of counted) {
      for (const n of numbers) {
        const form = file[`${base}.${rules.select(n)}`] ?? '';
        expect(words.count(base, n)).toBe(form.replace('{n}', new Intl.NumberFormat(tag).format(n)));
      }
    }
  });

  test('tells nothing but a verified outcome as written and read back, and none as saved', () => {
    const words = new Words(tag, tag, readTranslation(file));
    const verified = words.text('outcome.verified');
    const told = outcomes.map((outcome) => words.outcome({ skillProfileId: 'p1', outcome, diff: [] }));
    expect(new Set(told).size).toBe(outcomes.length);
    expect(outcomes.filter((_, at) => told[at]?.startsWith(verified))).toEqual(['verified']);
    expect(words.outcome({ userId: 'u1', outcome: 'verified', diff: [] }).startsWith(verified)).toBe(true);
    const saved = /gespeichert|enregistr|guardad|\bsalv|保存/i;
    expect(words.text('save.failed')).toMatch(saved);
    expect(told.filter((text) => saved.test(text))).toEqual([]);
  });

  test('uses the quotation marks of its language', () => {
    const marks = Object.values(file).flatMap((text) => text.match(/["“”„«»「」]/g) ?? []);
    const own = file['value.text']?.match(/["“”„«»「」]/g) ?? [];
    expect(own).toHaveLength(2);
    expect([...new Set(marks)].sort()).toEqual([...own].sort());
  });
});

describe('a file is not shipped', () => {
  test.each([
    ['a text is missing', without('app.agents'), 'app.agents: is missing'],
    ['a form by number is missing', without('agents.found.one'), 'agents.found.one: is missing'],
    ['a text is empty', { ...german, 'app.agents': ' ' }, 'app.agents: is no text'],
    ['a text is none', { ...german, 'app.agents': 7 }, 'app.agents: is no text'],
    [
      'there is a text that English has not',
      { ...german, 'app.moon': 'Mond' },
      'app.moon: the language does not need it',
    ],
    [
      'there is a form that the language has not',
      { ...german, 'agents.found.few': '{n} Agenten' },
      'agents.found.few: the language does not need it',
    ],
    [
      'a gap is missing',
      { ...german, 'grid.open': 'Profil öffnen' },
      'grid.open: needs the gaps “{profile}” and no others',
    ],
    [
      'a gap is misspelt',
      { ...german, 'change.skill': '{skil}: {before} → {after}' },
      'change.skill: needs the gaps “{after} {before} {skill}” and no others',
    ],
    [
      'a form by number does not say the number',
      { ...german, 'agents.found.one': 'ein Agent' },
      'agents.found.one: needs the gaps “{n}” and no others',
    ],
  ])('when %s', (_why, file, fault) => expect(translationFaults('de', file)).toEqual([fault]));

  test('in Japanese, which has one form, when it has the English two', () => {
    const japanese = Object.fromEntries(files)['ja'] ?? {};
    expect(translationFaults('ja', { ...japanese, 'agents.found.one': '{n} 人' })).toEqual([
      'agents.found.one: the language does not need it',
    ]);
  });

  test('in French when a form for millions is missing', () => {
    const french = Object.entries(Object.fromEntries(files)['fr'] ?? {});
    const rest = Object.fromEntries(french.filter(([key]) => key !== 'agents.found.many'));
    expect(translationFaults('fr', rest)).toEqual(['agents.found.many: is missing']);
  });
});

describe('a page takes from a file of another version', () => {
  const taken = (file: Record<string, unknown>) => new Words('de', 'de', readTranslation(file));

  test('what fits, and says the rest in English', () => {
    const words = taken({ 'app.agents': 'Agenten', 'app.moon': 'Mond' });
    expect(words.text('app.agents')).toBe('Agenten');
    expect(words.text('app.profiles')).toBe(en['app.profiles']);
    expect(words.count('agents.found', 1)).toBe('1 agent');
    expect(words.count('agents.found', 1234)).toBe('1.234 agents');
  });

  test('no text that could not be filled in, or is none', () => {
    const words = taken({
      'grid.open': '{profil} öffnen',
      'app.agents': { text: 'Agenten' },
      'app.profiles': null,
      'agents.found.one': 'ein Agent',
      'agents.found.other': '{n} Agenten',
      __proto__: 'x',
      constructor: 'x',
    });
    expect(words.text('grid.open', { profile: 'Billing' })).toBe('Open Billing');
    expect(words.text('app.agents')).toBe(en['app.agents']);
    expect(words.text('app.profiles')).toBe(en['app.profiles']);
    expect(words.count('agents.found', 1)).toBe('1 Agenten');
  });

  test.each([null, undefined, 'text', 7, []])('nothing when it is %j', (file) => {
    expect(() => readTranslation(file)).toThrow(TypeError);
  });
});

test('numbers and dates are those of the region, the words those of the language', () => {
  const austrian = new Words('de-AT', 'de', readTranslation(german));
  expect(austrian.text('profiles.filling', { read: 1234, total: 5678 })).toContain(
    new Intl.NumberFormat('de-AT').format(1234),
  );
  expect(new Words('en-GB', 'en').time('2026-11-03T12:00:00Z')).toMatch(/^3 Nov 2026/);

  const portuguese = Object.fromEntries(files)['pt-BR'] ?? {};
  const lisbon = new Words('pt-PT', 'pt-BR', readTranslation(portuguese));
  // In Brazil nought is singular: the rule goes with the words, whoever reads them.
  expect(lisbon.count('agents.found', 0)).toBe('0 agente');
});
