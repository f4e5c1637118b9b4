import { describe, expect, test } from 'vitest';
import { queueReasons, type PreviewItem, type PreviewWarning, type QueueEffect } from '../../shared/preview.ts';
import { queueWords, reachWords, warningWords } from './preview-words.ts';
import { Words } from './words.ts';
import './en-more.ts';

const words = new Words('en');
const names = { agent: (id: string) => `Agent ${id}`, skill: (id: string) => `Skill ${id}` };
const counted: QueueEffect = {
  id: 'q1',
  name: 'Support German',
  effect: 'counted',
  eligibleBefore: 6,
  eligibleAfter: 3,
  unclear: 0,
  enter: [],
  leave: ['1', '2'],
};
const item: PreviewItem = {
  skillProfileId: 'p1',
  diff: [],
  agents: { direct: 3, throughTeam: 0, outsideScope: 0 },
  queues: [counted],
  warnings: [],
};

describe('what becomes of a queue', () => {
  test('is told by how many qualify before and after, and who ceases to', () => {
    expect(queueWords(counted, words, names)).toEqual({
      title: 'Support German: 6 → 3 agents qualify',
      details: ['cease to qualify: Agent 1 and Agent 2'],
      tone: 'plain',
    });
  });

  test('is a warning where nobody remains', () => {
    const { title, tone } = queueWords({ ...counted, eligibleAfter: 0 }, words, names);
    expect([title, tone]).toEqual(['Support German: 6 → 0 agents qualify', 'warning']);
  });

  test('names agents of whom it is not known, and why a higher value is weaker', () => {
    const { details } = queueWords(
      {
        ...{ ...counted, leave: [], enter: ['3'], unclear: 3, reason: 'as the backend says' },
        reasonCode: 'higher-is-weaker',
        limits: [{ skillId: '7', atMost: '6' }],
      },
      words,
      names,
    );
    expect(details).toEqual([
      'begin to qualify: Agent 3',
      'of 3 agents it is not known',
      'It asks for Skill 7 of at most 6: here a higher value is weaker.',
    ]);
  });

  test.each(queueReasons)('because of “%s” is said in this page’s words', (reasonCode) => {
    const { details } = queueWords({ ...counted, leave: [], reason: 'as the backend says', reasonCode }, words, names);
    expect(details).toEqual([expect.stringMatching(/^It |^Its |^Skilldesk /)]);
  });

  test('for a reason that is newer than this page is in the backend’s words', () => {
    const reasonCode = 'full-moon' as 'not-read';
    const { details } = queueWords({ ...counted, leave: [], reason: 'as the backend says', reasonCode }, words, names);
    expect(details).toEqual(['as the backend says']);
  });

  test('names eight agents at most, and how many more there are', () => {
    const leave = Array.from({ length: 11 }, (_, at) => String(at));
    expect(queueWords({ ...counted, leave }, words, names).details[0]).toMatch(/Agent 7 and 3 more$/);
  });

  test('that nobody can tell is unknown, never “no agents” or “not touched”', () => {
    const unknown: QueueEffect = {
      ...{ ...counted, effect: 'unknown', eligibleBefore: null, eligibleAfter: null, unclear: null },
      ...{ enter: [], leave: [], reason: 'It is set in its flow.' },
    };
    expect(queueWords(unknown, words, names)).toEqual({
      title: 'Support German: unknown',
      details: ['It is set in its flow.'],
      tone: 'unknown',
    });
    expect(queueWords({ ...unknown, effect: 'eaten' as 'unknown' }, words, names).tone).toBe('unknown');
    expect(queueWords({ ...unknown, effect: 'not-served' }, words, names).title).toBe(
      'Support German: does not serve these agents',
    );
  });
});

test('whom an item reaches is told by how they come to it', () => {
  expect(reachWords(item, words)).toBe('Reaches 3 agents: 3 by own profile');
  expect(reachWords({ ...item, agents: { direct: 1, throughTeam: 2, outsideScope: 4 } }, words)).toBe(
    'Reaches 7 agents: 1 by own profile, 2 through the team, and 4 outside your scope',
  );
  expect(reachWords({ ...item, agents: { direct: 0, throughTeam: 0, outsideScope: 0 } }, words)).toBe(
    'Reaches no agent',
  );
});

describe('a warning', () => {
  const warn = (warning: PreviewWarning, mayAgree = false) =>
    warningWords(warning, { ...item, queues: [{ ...counted, eligibleAfter: 0 }] }, words, mayAgree);
  const say = (code: string, detail = 'as the backend says', mayAgree = false) => warn({ code, detail }, mayAgree);

  test('of a queue to nobody names the queue, and of how many agents it is not known', () => {
    const warning = { code: 'queue-to-nobody', detail: 'as the backend says', queueId: 'q1' };
    expect(warn(warning)).toBe('Nobody would qualify for Support German.');
    expect(warn({ ...warning, unclear: 3 })).toMatch(/for certain for Support German; of 3 agents/);
  });

  test('of a queue to nobody by a backend that does not say which is in its words', () =>
    expect(say('queue-to-nobody')).toBe('as the backend says'));

  test('that is a rule says that it would be refused', () =>
    expect(say('last-skill')).toBe('It would be refused: A skill profile must keep at least one skill.'));

  test('of use outside the scope is refused, or to be agreed to', () => {
    expect(say('outside-scope')).toMatch(/^It would be refused/);
    expect(say('outside-scope', '', true)).toMatch(/agree/);
  });

  test('that is newer than this page is in the backend’s words', () =>
    expect(say('full-moon')).toBe('as the backend says'));
});
