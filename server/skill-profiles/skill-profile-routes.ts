import type { RequestHandler } from 'express';
import type { EditPolicy } from '../../shared/api.ts';
import { Id } from '../../shared/id.ts';
import { AppError } from '../app-error.ts';
import { sessionOf } from '../identity/require-session.ts';
import type { Handlers } from '../http/route-table.ts';
import { parsed } from '../http/parsed.ts';
import type { RateLimits } from '../rate-limits.ts';
import { sendWithTag } from '../http/tagged.ts';
import { profileUses, useOf } from './organization.ts';
import type { RevisionStore } from './ports.ts';
import type { Snapshot } from './snapshot.ts';
import { viewAgents, viewSkillProfile, viewSkillProfiles } from './views.ts';

export function skillProfileRoutes({
  snapshot,
  revisions,
  limits,
  editPolicy,
}: {
  snapshot: Snapshot;
  revisions: RevisionStore;
  limits: RateLimits;
  editPolicy: EditPolicy;
}): Pick<Handlers, 'listSkillProfiles' | 'readSkillProfile' | 'listAgents'> {
  const listSkillProfiles: RequestHandler = async (request, response) => {
    const organization = await snapshot.fresh();
    const list = viewSkillProfiles(sessionOf(response), editPolicy, organization);
    await revisions.handOut(
      list.skillProfiles.flatMap(({ id, revision }) =>
        revision === undefined ? [] : [{ skillProfileId: id, revision }],
      ),
    );
    sendWithTag(request, response, list);
  };

  const readSkillProfile: RequestHandler = async (request, response) => {
    const id = parsed(Id, request.params['id'], 'the id');
    const session = sessionOf(response);
    const missing = new AppError('not-found', 'There is no such skill profile, or you may not see it.');
    if (!session.scope.skillProfileIds.includes(id)) throw missing;
    await limits.count('fresh-read', session.person.id);
    const profile = await snapshot.readSkillProfile(id);
    if (!profile) throw missing;
    const use = useOf(profileUses(await snapshot.fresh(), session.scope), id);
    response.json(viewSkillProfile(session, editPolicy, profile, use));
  };

  const listAgents: RequestHandler = async (request, response) => {
    sendWithTag(request, response, viewAgents(sessionOf(response), await snapshot.fresh()));
  };

  return { listSkillProfiles, readSkillProfile, listAgents };
}
