import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { end, keep, lay, overtake, type LeaseStack } from './lease-stack.ts';

/** One field at Webex, with what Skilldesk knows of its leases: the stack is told what stood there, never what to make of it. */
class Field {
  stands = 3;
  stack: LeaseStack = { fields: [], left: [] };
  readonly how = new Map<string, string>();

  lease(changeId: string, value: number): void {
    const before = this.stands;
    this.stands = value;
    this.#become(lay(this.stack, { changeId, value, before }));
  }

  end(changeId: string): void {
    const top = this.stack.fields.at(-1);
    const isForeign = top !== undefined && top.value !== this.stands;
    if (!isForeign && top?.changeId === changeId) this.stands = top.restores as number;
    this.#become(end(this.stack, changeId, isForeign));
  }

  change(value: number): void {
    this.stands = value;
    this.#become(overtake(this.stack));
  }

  keep(changeId: string): void {
    this.#become(keep(this.stack, changeId));
  }

  #become(stack: LeaseStack): void {
    for (const { changeId, how } of stack.left) this.how.set(changeId, how);
    this.stack = { fields: stack.fields, left: [] };
  }
}

const value = fc.integer({ min: 0, max: 10 });
/** A lease is named by the number of its step; what ends is picked among those that were begun. */
const steps = fc.array(
  fc.oneof(
    fc.record({ is: fc.constant('lease' as const), value }),
    fc.record({ is: fc.constant('end' as const), pick: fc.nat(20) }),
    fc.record({ is: fc.constant('keep' as const), pick: fc.nat(20) }),
    fc.record({ is: fc.constant('permanent' as const), value }),
    // Values that no lease has: to set what a lease has set already is no change that anybody could see.
    fc.record({ is: fc.constant('elsewhere' as const), value: fc.integer({ min: 11, max: 20 }) }),
  ),
  { maxLength: 25 },
);

type Moves = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

/** The base as a supervisor would count it: what somebody set for good last, or what stood there at first. */
function play(moves: Moves) {
  const field = new Field();
  let base = 3;
  const open: { id: string; value: number }[] = [];
  moves.forEach((move, at) => {
    if (move.is === 'lease') {
      open.push({ id: String(at), value: move.value });
      field.lease(String(at), move.value);
    } else if (move.is === 'permanent') {
      field.change(move.value);
      base = move.value;
      open.length = 0;
    } else if (move.is === 'elsewhere') {
      // Nobody tells Skilldesk.
      base = move.value;
      open.length = 0;
      field.stands = move.value;
    } else {
      const picked = open[move.pick % Math.max(1, open.length)];
      if (!picked) return;
      const place = open.indexOf(picked);
      if (move.is === 'end') {
        open.splice(place, 1);
        field.end(picked.id);
      } else {
        base = picked.value;
        open.splice(0, place + 1);
        field.keep(picked.id);
      }
    }
  });
  return { field, base, open };
}

describe('leases on one field', () => {
  test('once all have ended, in whatever order, the value before the first stands again, or the last one that was set for good', () => {
    fc.assert(
      fc.property(steps, fc.nat(50), (moves, order) => {
        const { field, base, open } = play(moves);
        // Also those that somebody has overtaken: their time comes all the same.
        const begun = moves.flatMap((move, at) => (move.is === 'lease' ? [String(at)] : []));
        expect(open.every(({ id }) => begun.includes(id))).toBe(true);
        while (begun.length > 0) {
          const [next] = begun.splice(order % begun.length, 1);
          if (next !== undefined) field.end(next);
        }
        expect(field.stands).toBe(base);
      }),
      { numRuns: 5_000 },
    );
  });

  test('while some are open, the newest of them stands', () => {
    fc.assert(
      fc.property(steps, (moves) => {
        const { field, base, open } = play(moves);
        expect(field.stands).toBe(open.at(-1)?.value ?? base);
      }),
      { numRuns: 5_000 },
    );
  });

  test('each leaves once: ended, superseded or kept', () => {
    fc.assert(
      fc.property(steps, (moves) => {
        const { field, open } = play(moves);
        for (const { id } of open.reverse()) field.end(id);
        const leases = moves.flatMap((move, at) => (move.is === 'lease' ? [String(at)] : []));
        for (const { changeId } of field.stack.fields) field.end(changeId);
        expect([...field.how.keys()].sort()).toEqual(leases.sort());
      }),
    );
  });

  test('one that is not on top leaves without a trace, and the one above gives back what it would have', () => {
    const field = new Field();
    field.lease('first', 7);
    field.lease('second', 9);
    field.end('first');
    expect(field.stands).toBe(9);
    field.end('second');
    expect(field.stands).toBe(3);
  });

  test('a foreign change ends those below it, and a lease after it gives that back', () => {
    const field = new Field();
    field.lease('first', 7);
    field.stands = 5;
    field.lease('second', 9);
    expect(field.how.get('first')).toBe('superseded');
    field.end('second');
    expect(field.stands).toBe(5);
  });
});
