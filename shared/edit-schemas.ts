import * as z from 'zod/mini';
import { mostDraftEdits } from './draft.ts';
import { longestReason, mostEdits } from './edit.ts';
import { Id } from './id.ts';
import { highestProficiency, longestText } from './skill.ts';

// Apart from edit.ts, so that the widget can use its rules without carrying zod.

const SkillValue = z.union([
  z.int().check(z.gte(0), z.lte(highestProficiency)),
  z.boolean(),
  z.string().check(z.maxLength(longestText)),
  z.array(Id).check(z.minLength(1), z.maxLength(500)),
]);

const Conditions = { onlyIf: z.optional(SkillValue), onlyIfPresent: z.optional(z.boolean()) };

const SetOperation = z.union([
  z.strictObject({ skillId: Id, value: SkillValue, ...Conditions }),
  z.strictObject({
    skillId: Id,
    add: z.int().check(z.gte(-highestProficiency), z.lte(highestProficiency)),
    ...Conditions,
  }),
]);

const Revision = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'is not a revision'));

const ValuesEdit = z.strictObject({
  skillProfileId: Id,
  revision: Revision,
  set: z._default(z.array(SetOperation).check(z.maxLength(mostEdits)), []),
  remove: z._default(z.array(Id).check(z.maxLength(mostEdits)), []),
});

const AssignmentEdit = z.strictObject({
  userId: Id,
  fromSkillProfileId: z.nullable(Id),
  toSkillProfileId: z.nullable(Id),
});

const Edits = z.array(z.union([ValuesEdit, AssignmentEdit])).check(z.minLength(1), z.maxLength(mostEdits));

export const PreviewRequest = z.strictObject({ edits: Edits });

const Agreement = {
  previewId: z.optional(z.uuid()),
  acknowledge: z.optional(z.boolean()),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(longestReason)),
};

const Instant = z.iso.datetime({
  offset: true,
  error: 'is not an ISO 8601 time with a zone, like 2026-11-21T18:00:00+01:00',
});

export const ChangeRequest = z.strictObject({
  edits: Edits,
  ...Agreement,
  startsAt: z.optional(Instant),
  until: z.optional(Instant),
});

export const UndoRequest = z.strictObject(Agreement);

const DraftTag = z.string().check(z.regex(/^[A-Za-z0-9._:-]{8,128}$/, 'is not a tag of 8 to 128 letters and digits'));
const mostTags = 30;

/** Unfinished: no edit yet, or an edit that would not be taken. */
export const DraftRequest = z.strictObject({
  edits: z.array(z.union([ValuesEdit, AssignmentEdit])).check(z.maxLength(mostDraftEdits)),
  base: z.optional(z.record(Id, z.record(Id, z.nullable(SkillValue)))),
  reason: z.optional(z.string().check(z.maxLength(longestReason))),
  startsAt: z.optional(Instant),
  until: z.optional(z.nullable(Instant)),
  tag: z.optional(DraftTag),
  over: z.optional(z.array(z.nullable(DraftTag)).check(z.maxLength(mostTags))),
});

/** `over` is a list of tags with commas between them; of them, `-` is none. */
export const DraftRemoval = z.strictObject({ over: z.optional(z.string().check(z.maxLength(4_000))) });

export const LeaseMove = z
  .strictObject({ until: z.optional(z.nullable(Instant)), owner: z.optional(Id) })
  .check(
    z.refine(
      ({ until, owner }) => until !== undefined || owner !== undefined,
      'says nothing: give until, owner, or both',
    ),
  );

/** Calls that say everything by their path. */
export const NothingMore = z.optional(z.strictObject({}));
