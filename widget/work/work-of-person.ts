import { SheetView } from '../grid/sheet-view.ts';
import { DraftKeeper } from './draft-keeper.ts';
import { EditSteps } from './edit-steps.ts';
import { LivePreview } from './live-preview.ts';
import { Saves } from './saves.ts';
import { later } from '../later.ts';
import { UnsavedEdits } from './unsaved-edits.ts';

/** What one person has under way on this page. */
export interface Work {
  readonly unsaved: UnsavedEdits;
  readonly saves: Saves;
  readonly steps: EditSteps;
  /** What he looks at in the grid. */
  readonly sheet: SheetView;
  readonly preview: LivePreview;
  readonly draft: DraftKeeper;
}

const works = new Map<string, Work>();

/** The same work for the same person, however often the element comes and goes, and never anybody else's. */
export function workOfPerson(backend: string, organizationId: string, personId: string): Work {
  const key = JSON.stringify([backend, organizationId, personId]);
  const known = works.get(key);
  if (known) return known;
  const unsaved = new UnsavedEdits();
  const saves = new Saves(unsaved, {
    newKey: () => crypto.randomUUID(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  const work = {
    unsaved,
    saves,
    steps: new EditSteps(unsaved),
    sheet: new SheetView(),
    preview: new LivePreview(unsaved, saves, { later }),
    draft: new DraftKeeper(unsaved, saves, { later, now: () => Date.now(), newTag: () => crypto.randomUUID() }),
  };
  works.set(key, work);
  return work;
}
