import * as z from 'zod/mini';
import { Id } from './id.ts';

// Apart from policy.ts, so that the widget can use its types without carrying zod.

const mostIds = 300;
const Ids = z.array(Id).check(
  z.maxLength(mostIds),
  z.refine((ids) => new Set(ids).size === ids.length, 'names something twice: name it once'),
);

const PerMinute = z.int().check(z.gte(1), z.lte(10_000));

const Stage = z.union(
  [
    z.enum(['preview', 'all']),
    z.strictObject({
      named: z
        .strictObject({ persons: Ids, teams: Ids })
        .check(
          z.refine(
            ({ persons, teams }) => persons.length + teams.length > 0,
            'names nobody: name a person or a team, or say "preview"',
          ),
        ),
    }),
  ],
  'takes "preview", "all", or {"named": {"persons": […], "teams": […]}}',
);

const minutesOfYear = 365 * 24 * 60;

/** Three a day for as many teams as a stage may name, and some. */
const mostShiftEnds = 1000;

/**
 * Only the form of a zone is asked for here, as this is also how a stored policy is read: one that another engine knows, and this one does
 * not, must not make the policy unreadable. Abbreviations are refused: “EST” is Panama's, and an hour off New York's in summer.
 */
const ShiftEnd = z.strictObject({
  teamId: Id,
  time: z
    .string()
    .check(
      z.regex(
        /^([01]\d|2[0-3]):[0-5]\d$/,
        'is not a time of day, 00:00 to 23:59 with two digits each, such as "06:30"',
      ),
    ),
  zone: z
    .string()
    .check(
      z.maxLength(100),
      z.regex(
        /^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/,
        'is not a zone by area and city, such as "Europe/Berlin", nor "UTC"',
      ),
    ),
});

const ShiftEnds = z.array(ShiftEnd).check(z.maxLength(mostShiftEnds), ({ value, issues }) => {
  const seen = new Map<string, number>();
  for (const [at, { teamId, time, zone }] of value.entries()) {
    const entry = [teamId, time, zone].join(' ');
    const first = seen.get(entry);
    if (first === undefined) seen.set(entry, at);
    else issues.push({ code: 'custom', input: value, path: [at], message: `is the same as shiftEnds.${first}` });
  }
});

/** A whole policy: nothing is left to a default, as what was left out would be loosened without a word. */
export const Policy = z.strictObject({
  edit: z.enum(['strict', 'acknowledge', 'open']),
  protectedSkills: Ids,
  stage: Stage,
  defaultEndMinutes: z.nullable(z.int().check(z.gte(1), z.lte(minutesOfYear))),
  shiftEnds: ShiftEnds,
  retentionDays: z.int().check(z.gte(1), z.lte(36_500)),
  limits: z.strictObject({
    sessionExchangesPerMinute: PerMinute,
    changesPerMinute: PerMinute,
    refusedExchangesPerMinute: PerMinute,
  }),
});
