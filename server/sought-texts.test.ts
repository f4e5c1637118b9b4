import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortestSought, SoughtTexts } from './sought-texts.ts';

/** Of few characters, so that they overlap and hold each other. */
const letters = (length: fc.StringConstraints) => fc.string({ unit: fc.constantFrom('a', 'b', 'é', '€'), ...length });
const sought = fc.array(letters({ minLength: shortestSought, maxLength: shortestSought + 4 }), { maxLength: 20 });

test('what is found is what stands in the text, wherever it begins and whatever is beside it, the longest first', () => {
  fc.assert(
    fc.property(sought, fc.array(fc.nat(19), { maxLength: 6 }), letters({}), (texts, chosen, between) => {
      const all = new SoughtTexts();
      for (const text of texts) all.add(text);
      const text = chosen.map((at) => (texts[at] ?? '').slice(at % 3) + (texts[at] ?? '')).join(between);

      const found = all.in(text);

      expect(new Set(found)).toEqual(new Set(texts.filter((one) => text.includes(one))));
      const lengths = found.map(({ length }) => length);
      expect(lengths).toEqual(lengths.toSorted((one, other) => other - one));
    }),
  );
});

test('what was removed is not found any more, and what begins like it still is', () => {
  const all = new SoughtTexts();
  const [one, other] = ['the-same-beginning-1', 'the-same-beginning-2'];
  for (const text of [one, one, other]) all.add(text);

  all.remove(one);
  expect(all.in(`${one} ${other}`)).toEqual([one, other]);
  all.remove(one);
  expect(all.in(`${one} ${other}`)).toEqual([other]);
  all.remove(other);
  expect(all.in(`${one} ${other}`)).toEqual([]);
});
