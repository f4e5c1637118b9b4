import * as z from 'zod/mini';
import { outcomes } from './change.ts';
import { Id } from './id.ts';

/** Of a request that makes a Change: one key, one Change. */
export const IdempotencyKey = z
  .string()
  .check(z.regex(/^[A-Za-z0-9._:-]{8,128}$/, 'takes 8–128 characters of A–Z a–z 0–9 . _ : -'));

const Time = z.pipe(
  z.union([z.iso.datetime({ offset: true }), z.iso.date()], 'is not an ISO 8601 time'),
  z.transform((text) => Date.parse(text)),
);

const Flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);

/** Which Changes are asked for. */
export const ChangeQuery = z.strictObject({
  skillProfileId: z.optional(Id),
  userId: z.optional(Id),
  actor: z.optional(Id),
  outcome: z.optional(z.enum(outcomes)),
  skillId: z.optional(Id),
  teamId: z.optional(Id),
  open: z.optional(Flag),
  from: z.optional(Time),
  to: z.optional(Time),
  cursor: z.optional(z.string().check(z.regex(/^\d{1,16}~[A-Za-z0-9-]{1,100}$/, 'is no cursor of ours'))),
});
