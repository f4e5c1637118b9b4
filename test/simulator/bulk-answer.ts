import { isObject, type Json } from './json-object.ts';
import { WebexError, configurationError, invalid } from './webex-error.ts';
import type { Answer } from './write-route.ts';
import type { World } from './world.ts';

export interface BulkItem {
  itemIdentifier: number;
  item: Json;
  requestAction: string;
}

interface Done {
  status: number;
  operationType: 'CREATE' | 'UPDATE' | 'DELETE';
  id?: string;
}

export function bulkItems(world: World, body: unknown): BulkItem[] {
  const items = isObject(body) ? body['items'] : undefined;
  if (!Array.isArray(items)) throw invalid('items must not be null');
  const limit = world.switches.bulkItemsLimit;
  if (limit !== null && items.length > limit) throw invalid(`At most ${limit} items are allowed in one request`);
  return items.map((entry: unknown, index) => {
    const { itemIdentifier, item, requestAction } = isObject(entry) ? entry : {};
    if (!isObject(item)) throw invalid(`item at ${index} must not be null or blank`);
    return {
      itemIdentifier: typeof itemIdentifier === 'number' ? itemIdentifier : index,
      item,
      requestAction: typeof requestAction === 'string' ? requestAction : '',
    };
  });
}

/** Always 207: each item succeeds or fails by itself. */
export function bulkAnswer(
  world: World,
  entity: string,
  items: readonly BulkItem[],
  run: (item: BulkItem) => Done,
): Answer {
  const answers = items.map((item) => {
    const { itemIdentifier, requestAction } = item;
    const operationType = requestAction === 'DELETE' ? 'DELETE' : 'id' in item.item ? 'UPDATE' : 'CREATE';
    try {
      if (requestAction !== 'SAVE' && requestAction !== 'DELETE')
        throw invalid(`Unknown requestAction ${requestAction}`);
      const { id, ...done } = run(item);
      const href = id === undefined ? {} : { href: `/api/organization/${world.organization.id}/${entity}/${id}` };
      return { itemIdentifier, ...done, ...href };
    } catch (error) {
      if (!(error instanceof WebexError)) throw error;
      const body = error.body ?? configurationError(error.status, null).body;
      return { itemIdentifier, status: error.status, operationType, apiError: body };
    }
  });
  return { status: 207, body: { items: answers } };
}
