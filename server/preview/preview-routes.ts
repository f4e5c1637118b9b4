import { PreviewRequest } from '../../shared/edit-schemas.ts';
import type { Clock } from '../clock.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { sessionOf } from '../identity/require-session.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import { groundsOf } from '../skill-profiles/editable.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import { makePreview } from './make-preview.ts';
import type { PreviewStore } from './ports.ts';
import { validateEdits } from './validate-edits.ts';

interface Ports {
  previews: PreviewStore;
  snapshot: Snapshot;
  clock: Clock;
  policy: CurrentPolicy;
}

export function previewRoutes(ports: Ports): Pick<Handlers, 'previewEdits'> {
  return {
    previewEdits: async (request, response) => {
      const { edits } = parsed(PreviewRequest, request.body);
      const organization = await ports.snapshot.fresh();
      validateEdits(edits, organization.skills);
      const grounds = groundsOf(await ports.policy.inForce(), organization);
      const { preview } = await makePreview(ports, sessionOf(response), grounds, edits);
      response.json(preview);
    },
  };
}
