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

/** A whole policy: nothing is left to a default, as what was left out would be loosened without a word. */
export const Policy = z.strictObject({
  edit: z.enum(['strict', 'acknowledge', 'open']),
  protectedSkills: Ids,
  stage: Stage,
  retentionDays: z.int().check(z.gte(1), z.lte(36_500)),
  limits: z.strictObject({
    sessionExchangesPerMinute: PerMinute,
    changesPerMinute: PerMinute,
    refusedExchangesPerMinute: PerMinute,
  }),
});
