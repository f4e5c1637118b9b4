import * as z from 'zod/mini';

/** An id of Webex or of ours. Nothing that could leave its place in a path passes: ids are pasted into URLs that carry the admin token. */
export const Id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,100}$/, 'is not an id'));
