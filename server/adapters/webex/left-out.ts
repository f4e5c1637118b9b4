import { z } from 'zod';

/** Of a member that Webex leaves out, or sets to null. */
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** Of a member that Webex leaves out, or sets to null. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
