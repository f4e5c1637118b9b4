import type { RequestHandler } from 'express';
import { PreviewRequest } from '../../shared/edit-schemas.ts';
import type { Clock } from '../clock.ts';
import { parsed } from '../http/parsed.ts';
import type { RateLimits } from '../rate-limits.ts';
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
  limits: RateLimits;
  policy: CurrentPolicy;
}

export function previewRoutes(ports: Ports): Pick<Handlers, 'previewEdits'> {
  const previewEdits: RequestHandler = async (request, response) => {
    const { edits } = parsed(PreviewRequest, request.body);
    const organization = await ports.snapshot.fresh();
    validateEdits(edits, organization.skills);
    const { preview } = await makePreview(
      ports,
      sessionOf(response),
      groundsOf(await ports.policy.inForce(), organization),
      edits,
    );
    response.json(preview);
  };

  return { previewEdits };
}
