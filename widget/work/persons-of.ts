import type { Change } from '../../shared/change.ts';

export interface NamedPerson {
  id: string;
  name: string;
}

/** Who made or owns a Change, or ever did; what Skilldesk itself made names its owner only. */
export function personsOf({ actor, via, owner, ownerName, terms }: Change): NamedPerson[] {
  return [
    ...(via ? [] : [{ id: actor.id, name: actor.name }]),
    ...(owner === undefined ? [] : [{ id: owner, name: ownerName ?? owner }]),
    ...terms.flatMap((term) => [
      { id: term.actor, name: term.actorName },
      { id: term.owner, name: term.ownerName },
    ]),
  ];
}
