import * as z from 'zod/mini';

// Apart from layout-api.ts, so that the console can use its types without carrying zod.

/** What these may be is said where the page is made, for the command line too. */
const choice = {
  script: z.optional(z.string()),
  label: z.optional(z.string()),
  route: z.optional(z.string()),
};

export const PageChoice = z.strictObject(choice);
export const LayoutUpload = z.strictObject({ ...choice, layout: z.string() });
export const LayoutRemoval = z.strictObject({ layout: z.string() });
