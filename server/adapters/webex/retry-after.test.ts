import { expect, test } from 'vitest';
import { retryAfterOf } from './retry-after.ts';

test.each([
  ['7', 7],
  ['0', 0],
  ['-5', 0],
  ['1.5', 1.5],
  ['600', 600],
  // Longer than a timer can be set for: it would end at once.
  ['2147484', 600],
  ['99999999999', 600],
  ['1e300', 600],
  ['Fri, 21 Nov 2026 08:00:00 GMT', undefined],
  [undefined, undefined],
])('a Retry-After of %s keeps Skilldesk waiting for %s s', (header, seconds) => {
  expect(retryAfterOf(header)).toBe(seconds);
});
