import { describe, expect, test } from 'vitest';
import { byName, matches } from './matches.ts';

describe('a search', () => {
  const texts = ['Élodie Müller', 'Berlin Inbound'];

  test.each([[''], ['  '], ['elodie'], ['MULLER'], ['müll'], [' inbound  elodie '], ['lin in']])(
    'for %j finds',
    (search) => expect(matches(search, texts)).toBe(true),
  );

  test.each([['elodie paris'], ['mueller'], ['inboundx']])('for %j does not find', (search) =>
    expect(matches(search, texts)).toBe(false),
  );

  test('does not mind which way an accent was typed', () => {
    expect(matches('E\u0301lodie', ['\u00c9lodie'])).toBe(true);
  });
});

describe('names in a list', () => {
  const sorted = (names: string[], locale: string) => byName(names, (name) => name, locale);

  test('stand with numbers by their size, whatever the case', () => {
    expect(sorted(['team 10', 'Team 9', 'alpha', 'Beta'], 'en')).toEqual(['alpha', 'Beta', 'Team 9', 'team 10']);
  });

  test('stand as people of that language sort', () => {
    expect(sorted(['Zoe', 'Öst', 'Otto'], 'de')).toEqual(['Öst', 'Otto', 'Zoe']);
    expect(sorted(['Zoe', 'Öst', 'Otto'], 'sv')).toEqual(['Otto', 'Zoe', 'Öst']);
  });

  test('are sorted in a copy', () => {
    const names = ['b', 'a'];
    sorted(names, 'en');
    expect(names).toEqual(['b', 'a']);
  });
});
