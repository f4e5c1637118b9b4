import type { ChangeRequest } from '../../shared/edit.ts';
import { AppError } from '../app-error.ts';
import type { Session } from '../identity/session.ts';
import type { Grounds } from '../skill-profiles/editable.ts';
import { isWorse } from './consent.ts';
import { hashOf, makePreview } from './make-preview.ts';

/**
 * Consent is bound to what was shown: an edit that goes further by now than its preview said is shown again instead of carried out. Returns
 * for each edit to how much use outside his scope the person agreed; nothing where he agreed to none.
 * @throws AppError `preview-outdated`, with the preview as it is now; `bad-request` where the policy wants a preview and there is none;
 * `too-many-requests`
 */
export async function demandConsent(
  ports: Parameters<typeof makePreview>[0],
  session: Session,
  grounds: Grounds,
  { edits, previewId, acknowledge }: Omit<ChangeRequest, 'reason'>,
): Promise<number[]> {
  if (previewId === undefined) {
    if (grounds.policy.edit === 'acknowledge') throw previewMissing();
    return [];
  }
  const shown = await ports.previews.find(previewId);
  const isHis = shown?.personId === session.person.id && shown.editsHash === hashOf(edits);
  const { preview, reach } = await makePreview(ports, session, grounds, edits);
  if (shown && isHis && !reach.some((now, at) => isWorse(now, shown.reach[at] ?? now)))
    return acknowledge === true ? shown.reach.map(({ outsideUse }) => outsideUse) : [];
  throw new AppError(
    'preview-outdated',
    isHis
      ? 'Nothing was changed: by now these edits reach further than the preview said. Look at the new one, and save again.'
      : 'Nothing was changed: the preview has expired, or was made for other edits. Look at the new one, and save again.',
    { preview },
  );
}

function previewMissing() {
  const detail =
    'Your organization wants every change to be previewed: give the previewId of one made for these edits.';
  return new AppError('bad-request', `Nothing was changed. ${detail}`, {
    errors: [{ path: 'previewId', detail, code: 'preview-missing' }],
  });
}
