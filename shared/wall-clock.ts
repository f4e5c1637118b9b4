/** A time in which the clocks of a zone keep one distance from UTC. Milliseconds; `to` is the first moment that is not in it. */
export interface Stretch {
  from: number;
  to: number;
  /** What the clock on the wall shows, less UTC. */
  offset: number;
}

/** No zone has moved its clocks and moved them back within so short a time. */
const step = 6 * 60 * 60_000;

/** Making one takes longer than all that it is asked. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Undefined: this engine does not know the zone; a browser may know fewer than the server. */
function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = clocks.get(zone);
  if (known) return known;
  try {
    const clock = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(zone, clock);
    return clock;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export const isKnownZone = (zone: string): boolean => clockOf(zone) !== undefined;

/** How the clocks of a zone stand from one moment to another, in order and without a hole. Undefined: the zone is not known here. */
export function stretchesOf(zone: string, from: number, to: number): Stretch[] | undefined {
  const clock = clockOf(zone);
  if (!clock) return undefined;
  const stretches: Stretch[] = [];
  let current = { from, offset: offsetAt(clock, from) };
  let at = from;
  while (at < to) {
    const next = Math.min(at + step, to);
    if (offsetAt(clock, next) === current.offset) {
      at = next;
    } else {
      at = endOfOffset(clock, current.offset, at, next);
      stretches.push({ ...current, to: at });
      current = { from: at, offset: offsetAt(clock, at) };
    }
  }
  return [...stretches, { ...current, to }];
}

/** The first moment after `low`, which has the offset, that has another; `high` has another. */
function endOfOffset(clock: Intl.DateTimeFormat, offset: number, low: number, high: number): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(clock, middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}

function offsetAt(clock: Intl.DateTimeFormat, moment: number): number {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of clock.formatToParts(moment)) shown[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}
