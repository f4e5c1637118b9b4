import type { ChangeRequest } from '../../shared/edit.ts';
import { AppError } from '../app-error.ts';
import type { Session } from '../identity/session.ts';
import type { Grounds } from '../skill-profiles/editable.ts';
import { isWorse } from './consent.ts';
import { hashOf, makePreview } from './make-preview.ts';

/**
 * Consent is bound to what was shown: an edit that goes further by now than its preview said is shown again instead of carried out.
 * @throws AppError `preview-outdated`, with the preview as it is now, or `too-many-requests`
 */
export async function demandConsent(
  ports: Parameters<typeof makePreview>[0],
  session: Session,
  grounds: Grounds,
  { edits, previewId }: ChangeRequest,
): Promise<void> {
  if (previewId === undefined) return;
  const shown = await ports.previews.find(previewId);
  const isHis = shown?.personId === session.person.id && shown.editsHash === hashOf(edits);
  const { preview, reach } = await makePreview(ports, session, grounds, edits);
  if (shown && isHis && !reach.some((now, at) => isWorse(now, shown.reach[at] ?? now))) return;
  throw new AppError(
    'preview-outdated',
    isHis
      ? 'Nothing was changed: by now these edits reach further than the preview said. Look at the new one, and save again.'
      : 'Nothing was changed: the preview has expired, or was made for other edits. Look at the new one, and save again.',
    { preview },
  );
}
