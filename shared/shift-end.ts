import type { ShiftEnd } from './policy.ts';
import { stretchesOf, type Stretch } from './wall-clock.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A daily end is at most a day and a turn of the clocks away; what comes later only shows that it is not undone. */
const horizon = 3 * day;

/**
 * When the shift ends next, after `now`; milliseconds of the epoch. Undefined: this engine does not know the zone, and nothing can be said.
 *
 * The shift of a day is over when the clock on the wall shows its time, or goes over it, for the last time:
 * - where clocks go forward over the time (02:30 in Berlin on 28 March 2027), at the first moment after the gap (03:00), as no other is nearer;
 * - where they go back and show it twice, the second time: agents who were re-skilled for a shift are needed until it really is over, and
 *   at the first time the clock is about to say that it goes on;
 * - a day that a zone leaves out (Apia, 30 December 2011) is one long gap.
 *
 * At the very moment of an end the next one is meant.
 */
export function nextShiftEnd({ time, zone }: Pick<ShiftEnd, 'time' | 'zone'>, now: number): number | undefined {
  const stretches = stretchesOf(zone, now, now + horizon);
  return stretches && endWithin(stretches, time, now);
}

function endWithin(stretches: readonly Stretch[], time: string, now: number): number | undefined {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const ofDay = (hours * 60 + minutes) * minute;
  const earliestShown = Math.min(...stretches.map(shownFirst));
  const today = ofDay + Math.ceil((earliestShown - ofDay) / day) * day;
  return [today, today + day].map((shown) => lastMomentOf(shown, stretches)).find((at) => at !== undefined && at > now);
}

/** When the clock shows this, or goes over it, for the last time. */
function lastMomentOf(shown: number, stretches: readonly Stretch[]): number | undefined {
  const last = stretches.filter((stretch) => shownFirst(stretch) <= shown).at(-1);
  return last && Math.min(shown - last.offset, last.to);
}

const shownFirst = ({ from, offset }: Stretch) => from + offset;

/** A moment at which shifts of these teams end. */
export interface ShiftEndOffer {
  at: number;
  teamIds: string[];
}

/**
 * What to offer as an end to a Change that reaches these teams: the next end of each of their shifts, soonest first, those that fall on one
 * moment as one. Of a team with an early and a late shift it is not known who works in which, so both are offered. A team without an entry
 * offers nothing, nor does an entry whose zone this engine does not know.
 */
export function offerShiftEnds(
  shiftEnds: readonly ShiftEnd[],
  teamIds: Iterable<string>,
  now: number,
): ShiftEndOffer[] {
  const wanted = new Set(teamIds);
  const byZone = new Map<string, Stretch[]>();
  const teamsAt = new Map<number, Set<string>>();
  for (const { teamId, time, zone } of shiftEnds) {
    if (!wanted.has(teamId)) continue;
    const stretches = byZone.get(zone) ?? stretchesOf(zone, now, now + horizon) ?? [];
    byZone.set(zone, stretches);
    const at = endWithin(stretches, time, now);
    if (at !== undefined) teamsAt.set(at, (teamsAt.get(at) ?? new Set()).add(teamId));
  }
  return [...teamsAt].sort(([one], [other]) => one - other).map(([at, teams]) => ({ at, teamIds: [...teams] }));
}

/** When the first shift of each of these teams ends that has one, after `now`. */
export function nextShiftEndOfTeams(
  shiftEnds: readonly ShiftEnd[],
  teamIds: Iterable<string>,
  now: number,
): Map<string, number> {
  const latestFirst = offerShiftEnds(shiftEnds, teamIds, now).reverse();
  return new Map(latestFirst.flatMap(({ at, teamIds }) => teamIds.map((teamId) => [teamId, at] as const)));
}
