import { describe, expect, test } from 'vitest';
import { backendBase, besideBundle, given, givenBoolean, givenLocale } from './host-values.ts';

describe('a text from the desktop layout', () => {
  test.each([[''], ['  '], [undefined], [null], [{}], [7], ['$STORE.auth.accessToken'], [' $STORE.auth.accessToken']])(
    '%j is missing',
    (value) => expect(given(value)).toBeUndefined(),
  );

  test('is taken without the blanks around it', () => {
    expect(given(' token-1\n')).toBe('token-1');
    expect(given('costs $STORE')).toBe('costs $STORE');
  });
});

test.each([
  [true, true],
  ['true', true],
  [' TRUE ', true],
  [false, false],
  ['false', false],
  ['', false],
  ['1', false],
  [undefined, false],
  [null, false],
  ['$STORE.app.darkMode', false],
])('darkMode %j is %j', (value, dark) => expect(givenBoolean(value)).toBe(dark));

test.each([
  ['de', 'de'],
  ['en_US', 'en-US'],
  ['zh_Hant_TW', 'zh-Hant-TW'],
  ['PT-br', 'pt-BR'],
  ['no language', undefined],
  ['', undefined],
  [undefined, undefined],
  ['$STORE.app.locale', undefined],
])('the locale %j becomes %s', (value, locale) => expect(givenLocale(value)).toBe(locale));

describe('where the backend is', () => {
  const onBackend = 'https://skilldesk.example.com/widget/v1/skilldesk.js';

  test('is what the layout says, before where the bundle came from', () => {
    expect(backendBase('https://other.example.com', onBackend)).toBe('https://other.example.com');
  });

  test('is where the bundle came from, also below a path and with a query', () => {
    expect(backendBase('', onBackend)).toBe('https://skilldesk.example.com');
    expect(backendBase('$STORE.x', 'https://example.com/tools/widget/v1/skilldesk.js?v=3')).toBe(
      'https://example.com/tools',
    );
  });

  test.each([
    ['https://cdn.example.com/skilldesk.js'],
    ['https://cdn.example.com/x?y=/widget/v1/skilldesk.js'],
    ['blob:https://skilldesk.example.com/widget/v1/skilldesk.js'],
    [undefined],
  ])('is not guessed from a bundle at %j: the desktop token must not be sent there', (scriptUrl) =>
    expect(backendBase(undefined, scriptUrl)).toBeUndefined(),
  );

  test.each([['skilldesk.example.com'], ['/api'], ['javascript:alert(1)'], ['file:///etc']])(
    'is nowhere when the layout says %j, rather than somewhere else',
    (apiBase) => expect(backendBase(apiBase, onBackend)).toBeUndefined(),
  );

  test('is kept without a closing slash, a query, or a name and password', () => {
    expect(backendBase('https://me:secret@example.com/tools//?a=b#c', undefined)).toBe('https://example.com/tools');
  });
});

describe('a file beside the bundle', () => {
  const backend = 'https://skilldesk.example.com/tools';

  test('is where the bundle came from, whatever the backend is', () => {
    expect(besideBundle('more.js', 'https://cdn.example.com/a/skilldesk.js?v=3', backend)).toBe(
      'https://cdn.example.com/a/more.js',
    );
  });

  test.each([[undefined], [''], ['blob:https://desktop.example.com/b9a1']])(
    'is at the backend when the bundle came from %j',
    (scriptUrl) =>
      expect(besideBundle('more.js', scriptUrl, backend)).toBe('https://skilldesk.example.com/tools/widget/v1/more.js'),
  );

  test('is nowhere when neither is known', () => {
    expect(() => besideBundle('more.js', undefined, undefined)).toThrow('Nobody knows');
  });
});
