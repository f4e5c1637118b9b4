import { createHash, randomUUID } from 'node:crypto';
import type { Edit } from '../../shared/edit.ts';
import type { ChangePreview } from '../../shared/preview.ts';
import type { Clock } from '../clock.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Session } from '../identity/session.ts';
import { outsideUseOf, refusalOf, type Grounds } from '../skill-profiles/editable.ts';
import { reachOf, type Reach } from './consent.ts';
import type { PreviewStore } from './ports.ts';
import { previewEdits } from './preview-edits.ts';

const livesFor = 10 * 60_000;

/**
 * Calculates what edits would do, and remembers what this person was shown.
 * @throws AppError `too-many-requests`
 */
export async function makePreview(
  { previews, clock, limits }: { previews: PreviewStore; clock: Clock; limits: RateLimits },
  session: Session,
  grounds: Grounds,
  edits: readonly Edit[],
): Promise<{ preview: ChangePreview; reach: Reach[] }> {
  await limits.count('preview', session.person.id);
  const { organization } = grounds;
  const items = previewEdits(
    organization,
    session.scope,
    edits,
    (edit) => refusalOf(session, grounds, edit),
    (edit) => refusalOf(session, grounds, edit, Infinity) === undefined,
  );
  const previewId = randomUUID();
  const reach = items.map((item, at) => {
    const edit = edits[at];
    return reachOf(item, edit ? outsideUseOf(session, grounds, edit) : 0);
  });
  await previews.keep({
    id: previewId,
    personId: session.person.id,
    editsHash: hashOf(edits),
    reach,
    expiresAt: clock.now() + livesFor,
  });
  return { preview: { previewId, asOf: new Date(organization.asOf).toISOString(), items }, reach };
}

export const hashOf = (edits: readonly Edit[]): string =>
  createHash('sha256').update(JSON.stringify(edits)).digest('hex');
