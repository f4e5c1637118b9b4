import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Each section of ASVS 5.0.0 with the last parts of the numbers in it, by level: facts of the standard, not its text. */
const levelOne: Record<string, number[]> = {
  'V1.2': [1, 2, 3, 4, 5],
  'V1.3': [1, 2],
  'V1.5': [1],
  'V2.1': [1],
  'V2.2': [1, 2],
  'V2.3': [1],
  'V3.2': [1, 2],
  'V3.3': [1],
  'V3.4': [1, 2],
  'V3.5': [1, 2, 3],
  'V4.1': [1],
  'V4.4': [1],
  'V5.2': [1, 2],
  'V5.3': [1, 2],
  'V6.1': [1],
  'V6.2': [1, 2, 3, 4, 5, 6, 7, 8],
  'V6.3': [1, 2],
  'V6.4': [1, 2],
  'V7.2': [1, 2, 3, 4],
  'V7.4': [1, 2],
  'V8.1': [1],
  'V8.2': [1, 2],
  'V8.3': [1],
  'V9.1': [1, 2, 3],
  'V9.2': [1],
  'V10.4': [1, 2, 3, 4, 5],
  'V11.3': [1, 2],
  'V11.4': [1],
  'V12.1': [1],
  'V12.2': [1, 2],
  'V13.4': [1],
  'V14.2': [1],
  'V14.3': [1],
  'V15.1': [1],
  'V15.2': [1],
  'V15.3': [1],
};
const levelTwoLookedAt: Record<string, number[]> = {
  'V7.1': [1, 2, 3],
  'V7.3': [1, 2],
  'V7.4': [3, 4, 5],
  'V7.5': [1, 2],
  'V7.6': [1, 2],
  'V8.1': [2],
  'V8.2': [3],
  'V8.4': [1],
  'V9.2': [2, 3, 4],
  'V10.1': [1, 2],
  'V10.2': [1, 2],
  'V10.3': [1, 2, 3, 4],
  'V10.4': [6, 7, 8, 9, 10, 11],
  'V10.5': [1, 2, 3, 4, 5],
  'V10.6': [1, 2],
  'V10.7': [1, 2, 3],
  'V16.1': [1],
  'V16.2': [1, 2, 3, 4, 5],
  'V16.3': [1, 2, 3, 4],
  'V16.4': [1, 2, 3],
  'V16.5': [1, 2, 3],
};
const levelTwoLeft: Record<string, number[]> = {
  'V1.1': [1, 2],
  'V1.2': [6, 7, 8, 9],
  'V1.3': [3, 4, 5, 6, 7, 8, 9, 10, 11],
  'V1.4': [1, 2, 3],
  'V1.5': [2],
  'V2.1': [2, 3],
  'V2.2': [3],
  'V2.3': [2, 3, 4],
  'V2.4': [1],
  'V3.3': [2, 3, 4],
  'V3.4': [3, 4, 5, 6],
  'V3.5': [4, 5],
  'V3.7': [1, 2],
  'V4.1': [2, 3],
  'V4.2': [1],
  'V4.3': [1, 2],
  'V4.4': [2, 3, 4],
  'V5.1': [1],
  'V5.2': [3],
  'V5.4': [1, 2, 3],
  'V6.1': [2, 3],
  'V6.2': [9, 10, 11, 12],
  'V6.3': [3, 4],
  'V6.4': [3, 4],
  'V6.5': [1, 2, 3, 4, 5],
  'V6.6': [1, 2, 3],
  'V6.8': [1, 2, 3, 4],
  'V11.1': [1, 2],
  'V11.2': [1, 2, 3],
  'V11.3': [3],
  'V11.4': [2, 3, 4],
  'V11.5': [1],
  'V11.6': [1],
  'V12.1': [2, 3],
  'V12.3': [1, 2, 3, 4],
  'V13.1': [1],
  'V13.2': [1, 2, 3, 4, 5],
  'V13.3': [1, 2],
  'V13.4': [2, 3, 4, 5],
  'V14.1': [1, 2],
  'V14.2': [2, 3, 4],
  'V14.3': [2, 3],
  'V15.1': [2, 3],
  'V15.2': [2, 3],
  'V15.3': [2, 3, 4, 5, 6, 7],
  'V17.1': [1],
  'V17.2': [1, 2, 3, 4],
  'V17.3': [1, 2],
};

const numbersOf = (sections: Record<string, number[]>) =>
  Object.entries(sections).flatMap(([section, parts]) => parts.map((part) => `${section}.${part}`));

const page = readFileSync('docs/asvs.md', 'utf8');
const [judged = '', left = ''] = page.split('## The rest of level 2');

interface Item {
  id: string;
  state: string;
  told: string;
}

const items: Item[] = [...judged.matchAll(/^- \*\*(V[\d.]+)\*\* [^\n]*?\. (met|n\.a\.|open): ([^\n]+)$/gm)].map(
  ([, id = '', state = '', told = '']) => ({ id, state, told }),
);
const met = items.filter(({ state }) => state === 'met');

/** Files in code, each with the titles in quotation marks that follow it. */
function evidenceOf({ told }: Item): { file: string; titles: string[] }[] {
  const [, ...parts] = told.split(/`([^`]+\.(?:ts|md|yaml|dockerignore))`/);
  return parts.flatMap((file, index) =>
    index % 2 === 0
      ? [{ file, titles: [...(parts[index + 1] ?? '').matchAll(/“([^”]+)”/g)].map(([, title = '']) => title) }]
      : [],
  );
}

test('every number of level 1, and of the chosen chapters of level 2, is judged once', () => {
  const wanted = [...numbersOf(levelOne), ...numbersOf(levelTwoLookedAt)];
  expect(wanted).toHaveLength(70 + 58);

  expect(items.map(({ id }) => id).sort()).toEqual(wanted.sort());
  expect(judged.match(/^- \*\*/gm)).toHaveLength(items.length);
});

test('every other number of level 2 is said to be open, once', () => {
  const wanted = numbersOf(levelTwoLeft);
  expect(wanted).toHaveLength(183 - 58);

  expect((left.match(/V\d+\.\d+\.\d+/g) ?? []).sort()).toEqual(wanted.sort());
});

test('how many are met, open and of no concern is counted right', () => {
  const count = (state: string) => items.filter((item) => item.state === state).length;

  expect(page).toContain(`**${count('met')} met, ${count('n.a.')} n.a., ${count('open')} open.**`);
});

describe('what is met is shown by a file that there is, and by tests that it has', () => {
  test.each(met)('$id', (item) => {
    const evidence = evidenceOf(item);

    expect(evidence.length).toBeGreaterThan(0);
    expect(evidence.filter(({ file }) => !existsSync(file))).toEqual([]);
    for (const { file, titles } of evidence) {
      const text = readFileSync(file, 'utf8').replaceAll("\\'", "'");
      expect(titles.filter((title) => !text.includes(title))).toEqual([]);
    }
  });
});
