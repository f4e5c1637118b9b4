import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withDifferences } from './diff.ts';
import type { SetOperation } from './edit.ts';
import { merge } from './merge.ts';
import { sameValue, type SkillValue } from './skill.ts';
import type { SkillValues } from './skill-values.ts';

const values = (content: Record<string, SkillValue>): SkillValues => new Map(Object.entries(content));
const doing = (...set: SetOperation[]) => ({ set, remove: [] });
const base = values({ german: 5, english: 9, vip: true });

describe('add', () => {
  test.each([
    [2, 7],
    [-2, 3],
    [10, 10],
    [-10, 0],
  ])('%i to 5 makes %i', (add, after) => {
    expect(merge(base, base, doing({ skillId: 'german', add }))).toEqual({
      result: 'write',
      diff: [{ skillId: 'german', before: 5, after }],
    });
  });

  test('counts from the base, so that what was written once is not added again', () => {
    const written = values({ german: 7 });

    expect(merge(base, written, doing({ skillId: 'german', add: 2 }))).toEqual({ result: 'unchanged' });
  });

  test('is a conflict where somebody changed the skill since', () => {
    expect(merge(base, values({ german: 6 }), doing({ skillId: 'german', add: 2 }))).toMatchObject({
      result: 'conflict',
      skills: [{ base: 5, theirs: 6, mine: 7 }],
    });
  });

  test('leaves out a skill that is not there, and says so', () => {
    expect(merge(base, base, doing({ skillId: 'french', add: 2 }))).toEqual({
      result: 'unchanged',
      leftOut: [{ skillId: 'french', theirs: null }],
    });
  });
});

describe('conditions', () => {
  test('only the skills that meet theirs are touched, and the others are named', () => {
    const edit = doing(
      { skillId: 'german', value: 8, onlyIf: 5 },
      { skillId: 'english', value: 8, onlyIf: 5 },
      { skillId: 'french', value: 8, onlyIfPresent: true },
    );

    expect(merge(base, base, edit)).toEqual({
      result: 'write',
      diff: [{ skillId: 'german', before: 5, after: 8 }],
      leftOut: [
        { skillId: 'english', theirs: 9 },
        { skillId: 'french', theirs: null },
      ],
    });
  });

  test('whoever changed a skill that is left out stands in nobody’s way', () => {
    const theirs = values({ german: 3, english: 9 });

    expect(merge(base, theirs, doing({ skillId: 'german', value: 8, onlyIf: 5 }))).toEqual({
      result: 'unchanged',
      leftOut: [{ skillId: 'german', theirs: 3 }],
    });
  });

  test('a skill that somebody brought to the wanted condition since the base is a conflict', () => {
    const theirs = values({ german: 6 });

    expect(merge(base, theirs, doing({ skillId: 'german', value: 8, onlyIf: 6 }))).toMatchObject({
      result: 'conflict',
    });
  });
});

test('what is restored is restored where it still stands, and left out elsewhere', () => {
  const edit = {
    ...doing(),
    restore: [
      { skillId: 'german', before: 5, after: 2 },
      { skillId: 'english', before: 7, after: 1 },
      { skillId: 'french', before: null, after: 4 },
      { skillId: 'vip', before: true, after: null },
    ],
  };

  expect(merge(base, base, edit)).toEqual({
    result: 'write',
    diff: [
      { skillId: 'german', before: 5, after: 2 },
      { skillId: 'french', before: null, after: 4 },
      { skillId: 'vip', before: true, after: null },
    ],
    leftOut: [{ skillId: 'english', theirs: 9 }],
  });
});

const skillPool = ['s0', 's1', 's2', 's3'];
const number = fc.integer({ min: 0, max: 10 });
const profile = fc.dictionary(fc.constantFrom(...skillPool), number, { noNullPrototype: true });
const operation = (skillId: string): fc.Arbitrary<SetOperation> =>
  fc
    .tuple(
      fc.oneof(fc.record({ value: number }), fc.record({ add: fc.integer({ min: -10, max: 10 }) })),
      fc.record({ onlyIf: number, onlyIfPresent: fc.boolean() }, { requiredKeys: [] }),
    )
    .map(([what, when]) => ({ skillId, ...what, ...when }));
const operations = fc.subarray(skillPool, { minLength: 1 }).chain((skillIds) => fc.tuple(...skillIds.map(operation)));

/** One skill, by the words of the design: what it becomes, or why it does not. */
function modelled(one: SetOperation, base: number | undefined, now: number | undefined): number | 'left' | 'conflict' {
  const start = base ?? now;
  if ('add' in one && start === undefined) return 'left';
  const wanted = 'add' in one ? Math.min(10, Math.max(0, (start ?? 0) + one.add)) : Number(one.value);
  if (now === wanted) return wanted;
  if (one.onlyIf !== undefined && now !== one.onlyIf) return 'left';
  if (one.onlyIfPresent && now === undefined) return 'left';
  return now === base ? wanted : 'conflict';
}

test('any operations on any profile do what a model of one skill says', () => {
  fc.assert(
    fc.property(profile, fc.option(profile), operations, (content, changed, set) => {
      const theirs = changed ?? content;
      const expected = set.map((one) => modelled(one, content[one.skillId], theirs[one.skillId]));
      const merged = merge(values(content), values(theirs), doing(...set));

      expect(merged.result === 'conflict').toBe(expected.includes('conflict'));
      if (merged.result === 'conflict') return;
      const after = merged.result === 'write' ? withDifferences(values(theirs), merged.diff) : values(theirs);
      const touched = new Set(set.map(({ skillId }) => skillId));
      for (const skillId of skillPool.filter((id) => !touched.has(id)))
        expect(after.get(skillId)).toBe(theirs[skillId]);
      set.forEach(({ skillId }, at) => {
        const end = expected[at];
        expect(after.get(skillId)).toBe(end === 'left' ? theirs[skillId] : end);
        const named = merged.leftOut?.some((left) => left.skillId === skillId) ?? false;
        expect(named).toBe(end === 'left');
      });
    }),
    { numRuns: 5_000 },
  );
});

test('any of 1,000 changes is taken back exactly where nobody touched it since', () => {
  const value = fc.oneof(number, fc.boolean(), fc.constantFrom<SkillValue>('', 'text', ['e1'], ['e2', 'e1']));
  const content = fc.dictionary(fc.constantFrom(...skillPool), value, { noNullPrototype: true });
  fc.assert(
    fc.property(content, content, content, fc.subarray(skillPool), (before, wanted, foreign, touchedSince) => {
      const set = Object.entries(wanted).map(([skillId, mine]) => ({ skillId, value: mine }));
      const remove = Object.keys(before).filter((skillId) => !(skillId in wanted));
      const change = merge(values(before), values(before), { set, remove });
      fc.pre(change.result === 'write');
      const standing = new Map(withDifferences(values(before), change.diff));
      for (const skillId of touchedSince) {
        const theirs = foreign[skillId];
        if (theirs === undefined) standing.delete(skillId);
        else standing.set(skillId, theirs);
      }
      const restore = change.diff.map(({ skillId, before: was, after }) => ({ skillId, before: after, after: was }));

      const undo = merge(standing, standing, { set: [], remove: [], restore });

      if (undo.result === 'conflict') throw new Error('an undo has no conflicts');
      const after = undo.result === 'write' ? withDifferences(standing, undo.diff) : standing;
      for (const { skillId, after: written } of change.diff) {
        const stood = sameValue(standing.get(skillId) ?? null, written);
        const expected = stood ? before[skillId] : standing.get(skillId);
        expect(sameValue(after.get(skillId) ?? null, expected ?? null)).toBe(true);
      }
      for (const skillId of skillPool.filter((id) => !change.diff.some((one) => one.skillId === id)))
        expect(after.get(skillId)).toEqual(standing.get(skillId));
    }),
    { numRuns: 1_000 },
  );
});
