import type { RequestHandler } from 'express';
import { endpoints } from '../../shared/api.ts';
import { Id } from '../../shared/id.ts';
import { AppError } from '../app-error.ts';
import type { LivingSessions } from '../identity/living-sessions.ts';
import { sessionOf } from '../identity/require-session.ts';
import type { Handlers } from '../http/route-table.ts';
import { parsed } from '../http/parsed.ts';
import type { RateLimits } from '../rate-limits.ts';
import { sendTagged } from '../http/tagged.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import { groundsOf } from './editable.ts';
import type { HeldLists } from './held-lists.ts';
import type { RevisionStore } from './ports.ts';
import type { Snapshot } from './snapshot.ts';
import { viewAgents, viewSkillProfile, viewSkillProfiles } from './views.ts';

/** The newest ETag of a list, for whoever has the token, where both are known without asking anybody. */
export function newestLists({
  living,
  lists,
}: {
  living: Pick<LivingSessions, 'atHand'>;
  lists: Pick<HeldLists, 'tagAtHand'>;
}) {
  return (path: string, token: string): { personId: string; tag: string } | undefined => {
    const session = living.atHand(token);
    const tag = session && lists.tagAtHand(path, session);
    return session && tag !== undefined ? { personId: session.person.id, tag } : undefined;
  };
}

export function skillProfileRoutes({
  snapshot,
  lists,
  revisions,
  limits,
  policy,
}: {
  snapshot: Snapshot;
  lists: HeldLists;
  revisions: RevisionStore;
  limits: RateLimits;
  policy: CurrentPolicy;
}): Pick<Handlers, 'listSkillProfiles' | 'readSkillProfile' | 'listAgents'> {
  // The snapshot may be waited for, and the policy is the newest then.
  const grounds = async () => {
    const organization = await snapshot.fresh();
    return groundsOf(await policy.inForce(), organization);
  };

  const listSkillProfiles: RequestHandler = async (request, response) => {
    const session = sessionOf(response);
    const list = await lists.of(endpoints.listSkillProfiles.path, session, async () => {
      const made = viewSkillProfiles(session, await grounds());
      await revisions.handOut(
        made.skillProfiles.flatMap(({ id, revision }) =>
          revision === undefined ? [] : [{ skillProfileId: id, revision }],
        ),
      );
      return made;
    });
    sendTagged(request, response, list);
  };

  const readSkillProfile: RequestHandler = async (request, response) => {
    const id = parsed(Id, request.params['id'], 'the id');
    const session = sessionOf(response);
    const missing = new AppError('not-found', 'There is no such skill profile, or you may not see it.');
    if (!session.scope.skillProfileIds.includes(id)) throw missing;
    await limits.count('fresh-read', session.person.id);
    const profile = await snapshot.readSkillProfile(id);
    if (!profile) throw missing;
    response.json(viewSkillProfile(session, await grounds(), profile));
  };

  const listAgents: RequestHandler = async (request, response) => {
    const session = sessionOf(response);
    const list = await lists.of(endpoints.listAgents.path, session, async () => viewAgents(session, await grounds()));
    sendTagged(request, response, list);
  };

  return { listSkillProfiles, readSkillProfile, listAgents };
}
