import * as z from 'zod/mini';
import { consentKinds } from './admin-api.ts';

// Apart from admin-api.ts, so that the console can use its types without carrying zod.

/** What somebody pastes: no blank around it, and nothing that could end a header or a line. */
const Pasted = z
  .string()
  .check(
    z.trim(),
    z.minLength(1),
    z.maxLength(8_000),
    z.regex(/^[\x21-\x7e]+$/, 'holds a blank or a letter that Webex does not use: copy it again'),
  );

const Instant = z.iso.datetime({ offset: true, error: 'is not an ISO 8601 time with a zone' });

export const DoctorRequest = z.strictObject({
  allApis: z.optional(z.boolean()),
  probeWrite: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
});

/** The policy itself is judged where it is taken in, which says more about what is wrong with it. */
export const PolicyRequest = z.strictObject({ version: z.int().check(z.gte(0)), policy: z.unknown() });

export const AuditQuery = z.strictObject({
  /** An id, an e-mail address, or a part of a name; `operator` or `skilldesk`. */
  actor: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  action: z.optional(z.string().check(z.minLength(1), z.maxLength(60))),
  from: z.optional(Instant),
  to: z.optional(Instant),
  /** The id or a part of the name of a skill profile. */
  profile: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  /** An id, an e-mail address, or a part of a name, of whoever a record names, its actor included. */
  person: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  cursor: z.optional(z.string().check(z.regex(/^\d{1,15}$/, 'is not a cursor'))),
});

export const AuditVerifyRequest = z.strictObject({
  head: z.optional(z.string().check(z.regex(/^\d{1,15}:([0-9a-f]{64}|)$/, 'is not SEQ:MAC, as every export has it'))),
});

export const AuditExportRequest = z.strictObject({
  format: z.enum(['csv', 'jsonl']),
  from: z.optional(Instant),
  to: z.optional(Instant),
});

export const DeviationQuery = z.strictObject({
  cursor: z.optional(z.string().check(z.regex(/^\d{1,20}~[A-Za-z0-9_-]{1,100}$/, 'is not a cursor'))),
});

export const DisconnectRequest = z.strictObject({ organizationId: z.string().check(z.trim(), z.maxLength(100)) });

export const ConsentStart = z
  .strictObject({
    kind: z.enum(consentKinds),
    clientId: z.optional(Pasted),
    clientSecret: z.optional(Pasted),
  })
  .check(
    // A secret without its client id, or the reverse, would be put together with another's.
    z.refine(
      ({ clientId, clientSecret }) => (clientId === undefined) === (clientSecret === undefined),
      'needs clientId and clientSecret together, or neither',
    ),
  );

export const ServiceAppRequest = z
  .strictObject({
    applicationId: z.optional(Pasted),
    clientId: z.optional(Pasted),
    clientSecret: z.optional(Pasted),
    refreshToken: z.optional(Pasted),
    personalAccessToken: z.optional(Pasted),
  })
  .check(
    // A secret without its client id, or the reverse, would be put together with another's.
    z.refine(
      ({ clientId, clientSecret }) => (clientId === undefined) === (clientSecret === undefined),
      'needs clientId and clientSecret together, or neither',
    ),
  );
