import type { Router } from 'express';
import { endpoints } from '../../shared/api.ts';
import { Id } from '../../shared/id.ts';
import { AppError } from '../app-error.ts';
import { sessionOf } from '../identity/require-session.ts';
import { strictRouter } from '../http/strict-router.ts';
import { parsed } from '../http/parsed.ts';
import { sendWithTag } from '../http/tagged.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import { groundsOf } from './editable.ts';
import type { RevisionStore } from './ports.ts';
import type { Snapshot } from './snapshot.ts';
import { viewAgents, viewSkillProfile, viewSkillProfiles } from './views.ts';

export function skillProfileRoutes({
  snapshot,
  revisions,
  policy,
}: {
  snapshot: Snapshot;
  revisions: RevisionStore;
  policy: CurrentPolicy;
}): Router {
  const routes = strictRouter();
  // The snapshot may be waited for, and the policy is the newest then.
  const grounds = async () => {
    const organization = await snapshot.fresh();
    return groundsOf(await policy.inForce(), organization);
  };

  routes.get(endpoints.listSkillProfiles.path, async (request, response) => {
    const list = viewSkillProfiles(sessionOf(response), await grounds());
    await revisions.handOut(
      list.skillProfiles.flatMap(({ id, revision }) =>
        revision === undefined ? [] : [{ skillProfileId: id, revision }],
      ),
    );
    sendWithTag(request, response, list);
  });

  routes.get(endpoints.readSkillProfile.path, async (request, response) => {
    const id = parsed(Id, request.params['id'], 'the id');
    const session = sessionOf(response);
    const profile = session.scope.skillProfileIds.includes(id) ? await snapshot.readSkillProfile(id) : undefined;
    if (!profile) throw new AppError('not-found', 'There is no such skill profile, or you may not see it.');
    response.json(viewSkillProfile(session, await grounds(), profile));
  });

  routes.get(endpoints.listAgents.path, async (request, response) => {
    sendWithTag(request, response, viewAgents(sessionOf(response), await grounds()));
  });

  return routes;
}
