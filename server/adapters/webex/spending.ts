/**
 * For what a request is: `poll` keeps the snapshot young · `person` somebody waits for a reading · `change` an edit on its road, its fresh
 * readings included · `custody` renews or probes a credential.
 */
export type Purpose = 'poll' | 'person' | 'change' | 'custody';

/** What was spent in each second of the last minute: the polling, the rest, and how much of the rest by edits. */
export interface Spending {
  seconds: readonly (readonly [second: number, polled: number, others: number, edited?: number])[];
  /** Webex asked for a rest until then; in milliseconds. */
  restsUntil: number;
}

export const noSpending: Spending = { seconds: [], restsUntil: 0 };

/** How much all together may have spent in the last minute for one more of this purpose. */
export type Shares = Record<Purpose, number> & {
  /** How much of that the polling may be, however little the others do. */
  pollAlone: number;
  /** The same for edits, so that one of many profiles leaves something to others. */
  changeAlone: number;
};

/**
 * Of 300 requests: at most 120 for polling; people's readings up to 210, so that no flood of them stops an edit; edits 240, and
 * together with the others up to 285; and the last 15 for the credentials, without which nothing works.
 */
export function sharesOf(total: number): Shares {
  const part = (share: number) => Math.max(1, Math.floor(total * share));
  return {
    ...{ pollAlone: part(0.4), changeAlone: part(0.8) },
    ...{ poll: part(0.6), person: part(0.7), change: part(0.95), custody: total },
  };
}

/** A minute in seconds, and one more for what Webex counts later than we do. */
const width = 61;

/** Webex is believed no longer. */
const longestRest = 10 * 60_000;

/** By a clock that was set back: what seems to have been spent later than now was spent just now. */
function upTo(now: number, { seconds, restsUntil }: Spending): Spending {
  const last = Math.floor(now / 1000) - 1;
  return {
    seconds: seconds.map(([at, ...spent]) => [at > last + 1 ? last : at, ...spent]),
    restsUntil: Math.min(restsUntil, now + longestRest),
  };
}

export function spend(spending: Spending, purpose: Purpose, now: number): Spending {
  const { seconds, restsUntil } = upTo(now, spending);
  const second = Math.floor(now / 1000);
  const recent = seconds.filter(([at]) => at > second - width && at !== second);
  const [, polled, others, edited = 0] = seconds.find(([at]) => at === second) ?? [second, 0, 0, 0];
  const entry = [
    second,
    polled + (purpose === 'poll' ? 1 : 0),
    others + (purpose === 'poll' ? 0 : 1),
    edited + (purpose === 'change' ? 1 : 0),
  ] as const;
  return { seconds: [...recent, entry], restsUntil };
}

/** How many milliseconds must pass before this purpose may spend. The window slides, so no two bursts meet at the turn of a minute. */
export function pauseBefore(spending: Spending, purpose: Purpose, now: number, shares: Shares): number {
  const { seconds, restsUntil } = upTo(now, spending);
  const recent = seconds.filter(([at]) => (at + width) * 1000 > now);
  const all = recent.map(([at, polled, others]) => [at, polled + others] as const);
  const polled = recent.map(([at, spent]) => [at, spent] as const);
  const edited = recent.map(([at, , , spent = 0]) => [at, spent] as const);
  return Math.max(
    restsUntil - now,
    untilBelow(shares[purpose], all, now),
    purpose === 'poll' ? untilBelow(shares.pollAlone, polled, now) : 0,
    purpose === 'change' ? untilBelow(shares.changeAlone, edited, now) : 0,
    0,
  );
}

/** What is left of `total` in the minute that ends now. */
export function leftOf(spending: Spending, now: number, total: number): number {
  const { seconds, restsUntil } = upTo(now, spending);
  if (restsUntil > now) return 0;
  const recent = seconds.filter(([at]) => (at + width) * 1000 > now);
  return Math.max(
    0,
    recent.reduce((left, [, polled, others]) => left - polled - others, total),
  );
}

/** Until enough of the oldest seconds have left the window for the rest to be less than `limit`. */
function untilBelow(
  limit: number,
  entries: readonly (readonly [second: number, spent: number])[],
  now: number,
): number {
  let left = entries.reduce((sum, [, spent]) => sum + spent, 0);
  let free = now;
  for (const [second, spent] of entries) {
    if (left < limit) break;
    left -= spent;
    free = (second + width) * 1000;
  }
  return free - now;
}
