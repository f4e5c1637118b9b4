import { describe, expect, test } from 'vitest';
import { outcomes, rules, type ChangeItem, type Outcome } from '../../shared/change.ts';
import { faultCodes, problemStatus, type ProblemCode } from '../../shared/problem.ts';
import { skillTypes } from '../../shared/skill.ts';
import { localProblems } from '../api/api-problem.ts';
import { en } from './en.ts';
import { enMore } from './en-more.ts';
import type { CountedKey } from './english.ts';
import { changeTitle } from './save-words.ts';
import { toneOf, Words } from './words.ts';

const words = new Words('en');
const item = (outcome: Outcome): ChangeItem => ({ skillProfileId: 'p1', outcome, diff: [] });
const problemCodes = Object.keys(problemStatus) as ProblemCode[];
const bases = [
  ...new Set(
    Object.keys({ ...en, ...enMore }).flatMap((key) => /^(.+)\.(?:zero|one|two|few|many|other)$/.exec(key)?.[1] ?? []),
  ),
] as CountedKey[];

describe('every failure has words', () => {
  test.each([...problemCodes, ...localProblems])('%s', (code) => {
    expect(words.problem(code)).toMatch(/\w{3}.*\.$/);
  });
});

describe('every rule of the backend has words', () => {
  test.each(rules)('%s', (rule) => {
    expect(en).toHaveProperty([`rule.${rule}`], expect.stringMatching(/\.$/));
    expect(words.rule(rule)).not.toContain(rule);
  });

  test('one that is newer than this page is named', () => {
    expect(words.rule('full-moon')).toContain('full-moon');
  });
});

describe('every outcome', () => {
  const told = outcomes.map((outcome) => [outcome, words.outcome(item(outcome))] as const);

  test.each(told)('%s has words of its own', (_outcome, text) => {
    expect(text).not.toBe(en['outcome.unknown']);
    expect(told.filter(([, other]) => other === text)).toHaveLength(1);
  });

  test('but a verified one is never told as read back, and none as saved', () => {
    for (const [outcome, text] of told) {
      expect(text.startsWith('Written and read back'), outcome).toBe(outcome === 'verified');
      expect(text).not.toMatch(/\bsaved\b/i);
    }
  });

  test('that is newer than this page is not told as a success', () => {
    expect(words.outcome(item('eaten' as Outcome))).toBe(en['outcome.unknown']);
    expect(toneOf('eaten' as Outcome)).not.toBe('success');
  });

  test('of an agent’s new profile says that no sign-out is needed, and only when it is verified', () => {
    const ofAgent = (outcome: Outcome) => words.outcome({ userId: 'u1', outcome, diff: [] });

    expect(outcomes.filter((outcome) => ofAgent(outcome).includes('no sign-out needed'))).toEqual(['verified']);
  });

  test('that found something else than it takes back does not claim to have written', () => {
    const diff = [{ skillId: 's1', before: 5, after: 9 }];
    const assignment: ChangeItem = { userId: 'u1', outcome: 'superseded', diff: [] };
    const inTheWay = { skills: [], assignment: { base: 'a', theirs: 'b', mine: null } };

    expect(words.outcome({ ...item('superseded'), diff })).toMatch(/^Written, then changed/);
    expect(words.outcome(item('superseded'))).toBe('Left as it is: somebody changed it since.');
    expect(words.outcome({ ...assignment, conflict: inTheWay })).toMatch(/^Left as it is/);
    // Both profiles say the same of every skill: that nothing differs does not mean that nothing was written.
    expect(words.outcome(assignment)).toMatch(/^Written, then changed/);
  });

  test('that an older database has stopped does not claim that nothing was written', () => {
    const unsure: ChangeItem = { ...item('stopped'), rule: 'older-database' };
    const title = (...items: ChangeItem[]) => changeTitle({ items }, words);

    expect(words.outcome(unsure)).toBe('Stopped; whether it was written is not known');
    expect(title(unsure)).toBe('0 of 1 written and read back');
    expect(title(item('stopped'))).toBe('Nothing was written');
    // Gone on with, it is like any other.
    expect(words.outcome({ ...unsure, outcome: 'pending' })).toBe('Waiting');
  });

  test('is green only when the profile says what was wanted', () => {
    expect(outcomes.filter((outcome) => toneOf(outcome) === 'success')).toEqual(['verified', 'unchanged']);
  });

  test('that nobody can confirm yet is a warning, a lost one an error', () => {
    expect(toneOf('in-doubt')).toBe('warning');
    expect(toneOf('conflict')).toBe('warning');
    for (const outcome of ['refused', 'failed', 'not-effective'] as const) expect(toneOf(outcome)).toBe('error');
  });
});

describe('numbers', () => {
  test.each([
    [0, '0 agents'],
    [1, '1 agent'],
    [2, '2 agents'],
    [1234, '1,234 agents'],
  ])('%i of agents reads %j', (n, text) => expect(words.count('agents.found', n)).toBe(text));

  test('every text by number has both English forms, and each says the number', () => {
    expect(bases.length).toBeGreaterThan(5);
    for (const base of bases) {
      for (const n of [1, 5]) {
        expect({ ...en, ...enMore }).toHaveProperty([`${base}.${new Intl.PluralRules('en').select(n)}`]);
        expect(words.count(base, n)).toContain(String(n));
      }
    }
  });

  test('a language may have forms that English has not, and says the general one where it has none', () => {
    const polish = new Map([
      ['agents.found.few', '{n} agenci'],
      ['agents.found.other', '{n} agenta'],
    ]);
    const inPolish = new Words('pl', 'pl', polish);

    expect(inPolish.count('agents.found', 3)).toBe('3 agenci');
    expect(inPolish.count('agents.found', 5)).toBe('5 agenta');
  });
});

describe('a text', () => {
  test('is filled in once: what is filled in is never read as a gap itself', () => {
    expect(words.text('change.skill', { skill: '{before}', before: '5', after: '8' })).toBe('{before}: 5 → 8');
  });

  test('shows the gap for what nobody filled in', () => {
    expect(words.text('rule.unknown')).toContain('{rule}');
  });
});

describe('a value', () => {
  const tiers = [
    { id: 'g', name: 'Gold' },
    { id: 's', name: 'Silver' },
  ];

  test.each([
    [null, 'not in the profile'],
    [0, '0'],
    [false, 'No'],
    [true, 'Yes'],
    ['', 'empty text'],
    ['vip', '“vip”'],
    [['g', 's'], 'Gold and Silver'],
    [['g', 'x'], 'Gold and unknown value'],
  ])('%j reads %j', (value, text) => expect(words.value(value, tiers)).toBe(text));
});

describe('why a profile is read-only', () => {
  const reason = 'The moon is full.';

  test('is said in this page’s words, with how many others use it', () => {
    const usedBy = { outsideScope: 3 };
    expect(words.whyReadOnly({ reason, reasonCode: 'outside-scope', usedBy })).toMatch(/used by 3 users or teams/);
    expect(words.whyReadOnly({ reason, reasonCode: 'stage', usedBy })).toBe(en['rule.stage']);
    expect(words.whyReadOnly({ reason, reasonCode: 'stage' })).toBe(en['rule.stage']);
  });

  test('is in the backend’s words where its rule is newer than this page, or the backend older', () => {
    expect(words.whyReadOnly({ reason, reasonCode: 'full-moon' })).toBe(reason);
    expect(words.whyReadOnly({ reason })).toBe(reason);
  });

  test('is told as not given where it is not', () => {
    expect(words.whyReadOnly({ reason: '' })).toBe(en['profiles.why-unknown']);
    expect(words.whyReadOnly({})).toBe(en['profiles.why-unknown']);
  });
});

describe('what is wrong with a request', () => {
  test.each(faultCodes)('%s has words', (code) => {
    expect(words.fault({ path: '', detail: 'as the backend says', code, skill: 'German' })).toMatch(/^[A-Z][^{}]+\.$/);
  });

  test('is in the backend’s words where it is newer than this page', () => {
    expect(words.fault({ path: '', detail: 'as the backend says' })).toBe('as the backend says');
    expect(words.fault({ path: '', detail: 'as the backend says', code: 'full-moon' as 'end-past' })).toBe(
      'as the backend says',
    );
  });
});

test('a time that is none is shown as it came', () => {
  expect(words.time('yesterday')).toBe('yesterday');
  expect(words.time('2026-03-04T12:00:00Z')).toContain('2026');
});

test('every type of skill has words', () => {
  for (const type of skillTypes) expect(enMore).toHaveProperty([`skill.${type}`]);
});
