import { isAssignment, targetOf, type Edit, type UndoRequest } from '../../shared/edit.ts';
import type { ChangePreview } from '../../shared/preview.ts';
import { AppError } from '../app-error.ts';
import type { Session } from '../identity/session.ts';
import { makePreview } from '../preview/make-preview.ts';
import { groundsOf } from '../skill-profiles/editable.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { noSuchChange, reversalOf, visibleItems, visibleTeam } from './change-view.ts';
import { inverseOf } from './inverse.ts';
import { takeIn, type Keyed } from './make-change.ts';
import type { ChangeJournal, JournalChange, JournalItem } from './ports.ts';
import { reversalNow } from './reversal-edit.ts';

type Ports = Parameters<typeof takeIn>[0];

/**
 * Makes a Change that takes another one back, as far as this person sees it: what was written becomes what it was, where it still stands.
 * @throws AppError `not-found`, `already-reverted`, or as `makeChange`
 */
export function undoChange(
  ports: Ports,
  session: Session,
  { id, ...keyed }: Keyed & { id: string },
  request: UndoRequest,
): Promise<JournalChange> {
  return takeIn(ports, session, keyed, request, async (organization) => ({
    edits: await editsOf(ports, session, organization, id),
    reverts: id,
  }));
}

/** @throws AppError `not-found`, `not-allowed`, `already-reverted` */
export async function previewUndo(ports: Ports, session: Session, id: string): Promise<ChangePreview> {
  const organization = await ports.snapshot.fresh();
  const edits = await editsOf(ports, session, organization, id);
  const grounds = groundsOf(await ports.policy.inForce(), organization);
  return (await makePreview(ports, session, grounds, edits)).preview;
}

async function editsOf({ journal }: Ports, session: Session, organization: Organization, id: string): Promise<Edit[]> {
  const change = await journal.read(id);
  const visible = change ? visibleItems(session, organization, change) : [];
  if (change && visibleTeam(session, change)) throw notOurs('give a team another profile');
  if (!change || visible.length === 0) throw noSuchChange();
  if (visible.every(({ edit }) => !isAssignment(edit) && edit.deleted)) throw notOurs('bring a deleted profile back');
  const written = visible.filter(({ outcome, differences }) => outcome === 'verified' && differences.length > 0);
  const standing = written.filter((item) => reversalOf(change.reversals, [item]) === undefined);
  if (standing.length > 0) return Promise.all(standing.map((item) => takenBack(journal, organization, item)));
  throw new AppError(
    'already-reverted',
    written.length > 0
      ? 'This Change was taken back already. Nothing was changed; what took it back can be taken back in turn.'
      : 'Nothing of this Change was written so far, so that there is nothing to take back.',
  );
}

const notOurs = (what: string) =>
  new AppError('not-allowed', `Skilldesk does not ${what}. An administrator can, in Control Hub.`);

/**
 * Of a lease that still holds a field, the stack on it says what comes after it. Where nothing is to be written, the agent keeps what he has;
 * a skill on which another lease lies is named all the same, since to take a lease out from under it is to edit the skill.
 */
async function takenBack(journal: ChangeJournal, organization: Organization, item: JournalItem): Promise<Edit> {
  const inverse = inverseOf(item);
  const endings = await journal.endings(item.changeId, targetOf(item.edit));
  const { edit } = reversalNow(inverse, endings);
  if (!isAssignment(inverse)) {
    const below = (inverse.restore ?? []).filter(({ skillId }) => endings.get(skillId)?.is === 'below');
    const restored = edit && !isAssignment(edit) ? (edit.restore ?? []) : [];
    return { ...inverse, restore: [...restored, ...below.map((field) => ({ ...field, after: field.before }))] };
  }
  if (edit) return edit;
  const now = organization.users.get(inverse.userId)?.skillProfileId ?? null;
  return { userId: inverse.userId, fromSkillProfileId: now, toSkillProfileId: now };
}
