import { beforeEach, expect, test } from 'vitest';
import { Languages } from './languages.ts';

const german = { 'app.agents': 'Agenten' };

let files: string[];
let answers: (() => unknown)[];
let pauses: { task: () => void; ms: number }[];
let languages: Languages;

beforeEach(() => {
  files = [];
  answers = [];
  pauses = [];
  languages = new Languages(['de', 'fr'], {
    read: (file) => {
      files.push(file);
      return Promise.resolve().then(() => answers.shift()?.());
    },
    later: (task, ms) => pauses.push({ task, ms }),
  });
});

const blocked = () => {
  throw new TypeError('Failed to fetch');
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** An element that wants German as long as the returned function is not called. */
const want = () => languages.subscribe(() => languages.translation('de'));

test('a language is fetched when it is first asked for, and once, however many ask', async () => {
  answers = [() => german];
  expect(files).toEqual([]);

  expect(languages.translation('de')).toBeUndefined();
  languages.translation('de');
  await settled();

  expect(languages.translation('de')?.get('app.agents')).toBe('Agenten');
  languages.translation('de');
  expect(files).toEqual(['skilldesk.de.json']);
});

test('whoever listens is told when it is there', async () => {
  answers = [() => german];
  let told = 0;
  languages.subscribe(() => (told += 1));

  languages.translation('de');
  await settled();

  expect(told).toBe(1);
});

test('one that cannot be had is asked for again after pauses that grow up to five minutes', async () => {
  answers = [blocked, blocked, blocked, blocked, blocked, blocked, () => german];
  want();
  languages.translation('de');
  for (let turn = 0; turn < 6; turn += 1) {
    await settled();
    expect(languages.translation('de')).toBeUndefined();
    pauses[turn]?.task();
  }
  await settled();

  expect(pauses.map(({ ms }) => ms)).toEqual([2_000, 8_000, 32_000, 128_000, 300_000, 300_000]);
  expect(files).toHaveLength(7);
  expect(languages.translation('de')?.get('app.agents')).toBe('Agenten');
});

test('one that cannot be had is not asked for again when nobody is there who wants it', async () => {
  answers = [blocked];
  const leave = want();
  languages.translation('de');
  await settled();
  leave();
  pauses[0]?.task();
  await settled();

  expect(files).toHaveLength(1);
});

test.each([null, [], 'a sign-in page', 7])('an answer that is no language (%j) is as good as none', async (answer) => {
  answers = [() => answer];
  languages.translation('de');
  await settled();

  expect(languages.translation('de')).toBeUndefined();
  expect(pauses).toHaveLength(1);
});

test('one language in trouble keeps no other waiting', async () => {
  answers = [blocked, () => ({ 'app.agents': 'Agents' })];
  languages.translation('de');
  languages.translation('fr');
  await settled();

  expect(languages.translation('fr')?.get('app.agents')).toBe('Agents');
});
