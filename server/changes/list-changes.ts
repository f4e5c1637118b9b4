import type { ChangeList } from '../../shared/api.ts';
import type { Session } from '../identity/session.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { viewChange } from './change-view.ts';
import type { ChangeFilter, ChangeJournal, JournalChange } from './ports.ts';

const pageLength = 50;

type Query = Omit<ChangeFilter, 'before'> & { cursor?: string | undefined };

/** One page of the journal, newest first, of what this person may see. */
export async function listChanges(
  { journal, organization }: { journal: ChangeJournal; organization: Organization | undefined },
  session: Session,
  { cursor, ...filter }: Query,
): Promise<ChangeList> {
  // A team of others is answered like one that does not exist.
  if (filter.teamId !== undefined && !session.scope.teamIds.includes(filter.teamId)) return { changes: [] };
  const changes = [];
  let before = cursor === undefined ? undefined : positionOf(cursor);
  for (;;) {
    const page = await journal.list({ ...filter, before }, pageLength);
    for (const change of page) {
      const view = viewChange(session, organization, change);
      if (view) changes.push(view);
      before = { createdAt: change.createdAt, id: change.id };
      if (changes.length === pageLength) return { changes, nextCursor: cursorOf(change) };
    }
    if (page.length < pageLength) return { changes };
  }
}

const cursorOf = ({ createdAt, id }: JournalChange) => `${createdAt}~${id}`;

function positionOf(cursor: string): { createdAt: number; id: string } {
  const [createdAt = '', id = ''] = cursor.split('~');
  return { createdAt: Number(createdAt), id };
}
