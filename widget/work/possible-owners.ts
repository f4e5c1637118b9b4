import type { ChangeList } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';

export interface PossibleOwner {
  id: string;
  name: string;
}

const pages = 3;

/**
 * To whom an end can be handed over. The API has no list of supervisors yet: these are the persons whom the history names, and the backend
 * has the last word on whether one of them may edit.
 */
export async function possibleOwners(
  api: { listChanges: (query: Record<string, string>) => Promise<ChangeList> },
  me: string,
): Promise<PossibleOwner[]> {
  const found = new Map<string, string>();
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const { changes, nextCursor } = await api.listChanges(cursor === undefined ? {} : { cursor });
    for (const { id, name } of changes.flatMap(personsOf)) if (id !== me) found.set(id, name);
    cursor = nextCursor;
    if (cursor === undefined) break;
  }
  return [...found].map(([id, name]) => ({ id, name })).sort((one, other) => one.name.localeCompare(other.name));
}

/** Who made or owns a Change, or ever did; what Skilldesk itself made names its owner only. */
export function personsOf({ actor, via, owner, ownerName, terms }: Change): PossibleOwner[] {
  return [
    ...(via ? [] : [{ id: actor.id, name: actor.name }]),
    ...(owner === undefined ? [] : [{ id: owner, name: ownerName ?? owner }]),
    ...terms.flatMap((term) => [
      { id: term.actor, name: term.actorName },
      { id: term.owner, name: term.ownerName },
    ]),
  ];
}
