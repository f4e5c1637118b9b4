import type { Fault, FaultCode } from '../../shared/problem.ts';
import { refuseFaults } from '../app-error.ts';

/** In milliseconds of the epoch. */
export interface ChangeTimes {
  startsAt?: number | undefined;
  until?: number | undefined;
}

/** @throws AppError `bad-request` that names the time which cannot be */
export function timesOf(
  request: { startsAt?: string | undefined; until?: string | undefined },
  now: number,
): ChangeTimes {
  const times = { startsAt: parsed(request.startsAt), until: parsed(request.until) };
  refuseFaults(faultsOfTimes(times, now));
  return times;
}

/** Why a Change cannot begin or end then. */
export function faultsOfTimes({ startsAt, until }: ChangeTimes, now: number): Fault[] {
  const faults = [
    ...faultsOf('startsAt', startsAt, now, 'begin-past', 'The begin lies in the past: leave it out to begin at once.'),
    ...faultsOf('until', until, now, 'end-past', 'The end lies in the past.'),
  ];
  if (faults.length === 0 && startsAt !== undefined && until !== undefined && until <= startsAt)
    return [{ path: 'until', detail: 'The end is not after the begin.', code: 'end-before-begin' }];
  return faults;
}

function faultsOf(path: string, time: number | undefined, now: number, code: FaultCode, past: string): Fault[] {
  if (time === undefined) return [];
  if (time <= now) return [{ path, detail: past, code }];
  return time > inAYear(now) ? [{ path, detail: 'That is more than a year ahead.', code: 'too-far-ahead' }] : [];
}

function inAYear(now: number): number {
  const date = new Date(now);
  return date.setUTCFullYear(date.getUTCFullYear() + 1);
}

const parsed = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time));
