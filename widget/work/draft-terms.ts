import type { Draft, DraftRequest } from '../../shared/draft.ts';
import { longestReason } from '../../shared/edit.ts';
import { endOf, localOf, momentOf } from './end-choice.ts';
import type { Saves } from './saves.ts';

type Terms = Pick<DraftRequest, 'reason' | 'startsAt' | 'until'>;

/** Reason, begin and end as far as this person has chosen them; an end "in an hour" is counted from now. */
export function termsOf({ reason, begin, end }: Saves, now: number): Terms {
  const starts = begin === undefined ? Number.NaN : momentOf(begin);
  const ends = end && endOf(end, Number.isNaN(starts) ? now : starts);
  return {
    ...(reason !== '' && { reason: reason.slice(0, longestReason) }),
    ...(!Number.isNaN(starts) && { startsAt: new Date(starts).toISOString() }),
    ...(end && ends === undefined && { until: null }),
    ...(ends !== undefined && !Number.isNaN(ends) && { until: new Date(ends).toISOString() }),
  };
}

/** What was chosen on another page, where nothing is chosen on this one. A time that is over comes as well: it is seen, and cannot be saved. */
export function takeTerms(saves: Saves, { reason, startsAt, until }: Draft): void {
  if (saves.reason === '' && reason !== undefined) saves.setReason(reason);
  if (saves.begin === undefined && startsAt !== undefined) saves.setBegin(localOf(Date.parse(startsAt)));
  if (saves.end !== undefined || until === undefined) return;
  saves.setEnd(until === null ? { kind: 'never' } : { kind: 'own', local: localOf(Date.parse(until)) });
}
