import { z } from 'zod';
import type { WebexAnswer, WebexCall } from './webex-http.ts';

type Call = <Schema extends z.ZodType>(call: WebexCall, schema: Schema) => Promise<WebexAnswer<z.output<Schema>>>;

/** Webex shrinks a page size it finds too large without a word, so pages are counted by its own `totalPages`. */
const pageSize = 100;
const mostPages = 1000;

/** Every item of a v2 list. Pages are no snapshot: an item that moved between two of them is taken once, by its id. */
export async function readAllPages<Item extends z.ZodType<{ id: string }>>(
  call: Call,
  path: string,
  query: WebexCall['query'],
  item: Item,
): Promise<z.output<Item>[]> {
  const Page = z.object({ meta: z.object({ totalPages: z.number().int().nonnegative() }), data: z.array(item) });
  const found = new Map<string, z.output<Item>>();
  for (let page = 0, pages = 1; page < pages && page < mostPages; page += 1) {
    const { body } = await call({ method: 'GET', path, query: { ...query, page, pageSize } }, Page);
    for (const entry of body.data) found.set(entry.id, entry);
    pages = body.meta.totalPages;
  }
  return [...found.values()];
}
