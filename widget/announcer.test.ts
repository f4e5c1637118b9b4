import { beforeEach, expect, test } from 'vitest';
import { Announcer } from './announcer.ts';

let announcer: Announcer;
let spoken: string[];
let moment: (() => void) | undefined;

beforeEach(() => {
  [spoken, moment] = [[], undefined];
  announcer = new Announcer({
    later: (task) => {
      moment = task;
      return () => undefined;
    },
  });
  announcer.subscribe(() => spoken.push(announcer.text));
});

test('what is said in one moment is heard together, and nothing of it twice', () => {
  announcer.say('All written and read back');
  announcer.say('2 changes met a conflict.');
  announcer.say('All written and read back');
  expect(spoken).toEqual([]);
  moment?.();

  expect(spoken).toEqual(['All written and read back. 2 changes met a conflict.']);
});

test('the same words again are news again', () => {
  announcer.say('Copied');
  moment?.();
  announcer.say('Copied');
  moment?.();

  expect(spoken.map((text) => text.trim())).toEqual(['Copied', 'Copied']);
  expect(new Set(spoken).size).toBe(2);
});
