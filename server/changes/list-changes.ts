import { setImmediate as letOthersGoFirst } from 'node:timers/promises';
import type { ChangeList } from '../../shared/api.ts';
import { targetOf } from '../../shared/edit.ts';
import type { Clock } from '../clock.ts';
import type { Session } from '../identity/session.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { reversalsOf, viewChange, visibleItems, visibleTeam } from './change-view.ts';
import { isOpen } from './lease-view.ts';
import type { ChangeFilter, ChangeJournal, JournalItem, Position } from './ports.ts';

const pageLength = 50;
/** However little of the journal somebody may see: nobody waits for others, and the others not for him. */
const mostSearched = 20;

type Query = Omit<ChangeFilter, 'before'> & { cursor?: string | undefined };

/** One page of the journal, newest first, of what this person may see; shorter, and with a cursor to go on, where that lies far apart. */
export async function listChanges(
  { journal, organization, clock }: { journal: ChangeJournal; organization: Organization | undefined; clock: Clock },
  session: Session,
  { cursor, ...filter }: Query,
): Promise<ChangeList> {
  // A team of others is answered like one that does not exist.
  if (filter.teamId !== undefined && !session.scope.teamIds.includes(filter.teamId)) return { changes: [] };
  const changes = [];
  let before = cursor === undefined ? undefined : positionOf(cursor);
  for (let searched = 0; searched < mostSearched; searched += 1) {
    const page = await journal.list({ ...filter, before }, pageLength);
    for (const change of page.changes) {
      const items = visibleItems(session, organization, change);
      const isMeant =
        items.some((item) => fits(item, filter)) || (visibleTeam(session, change) !== undefined && fitsTeam(filter));
      const isAsOpen = !filter.open || isOpen({ ...change, items, reversals: reversalsOf(change, items) });
      const view = isMeant && isAsOpen ? viewChange(session, organization, change, clock.now()) : undefined;
      if (view) changes.push(view);
      if (changes.length === pageLength) return { changes, nextCursor: cursorOf(change) };
    }
    if (!page.next) return { changes };
    before = page.next;
    await letOthersGoFirst();
  }
  return { changes, ...(before && { nextCursor: cursorOf(before) }) };
}

/** The journal finds a Change by any of its items; by one that he may not see, nobody is to find it. */
function fits({ edit, effect, outcome }: JournalItem, wanted: Omit<Query, 'cursor'>): boolean {
  const { skillProfileId, userId, skillId } = wanted;
  const target = skillProfileId ?? userId;
  return (
    (target === undefined || target === targetOf(edit)) &&
    (wanted.outcome === undefined || wanted.outcome === outcome) &&
    (skillId === undefined || JSON.stringify([edit, effect]).includes(`"${skillId}"`))
  );
}

const fitsTeam = ({ skillProfileId, userId, skillId, outcome = 'verified' }: Omit<Query, 'cursor'>): boolean =>
  (skillProfileId ?? userId ?? skillId) === undefined && outcome === 'verified';

const cursorOf = ({ createdAt, id }: Position) => `${createdAt}~${id}`;

function positionOf(cursor: string): Position {
  const [createdAt = '', id = ''] = cursor.split('~');
  return { createdAt: Number(createdAt), id };
}
