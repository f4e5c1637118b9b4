import type { RequestHandler } from 'express';
import { DraftRequest } from '../../shared/edit-schemas.ts';
import type { Clock } from '../clock.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { sessionOf } from '../identity/require-session.ts';
import type { DraftStore } from './ports.ts';

type Named = 'readDraft' | 'keepDraft' | 'removeDraft';

/** What a person has not saved yet, so that a page which is taken away in the middle loses nothing. It is a note to himself: nothing is checked but its form. */
export function draftRoutes({ drafts, clock }: { drafts: DraftStore; clock: Clock }): Pick<Handlers, Named> {
  const getDraft: RequestHandler = async (_request, response) => {
    const draft = await drafts.find(sessionOf(response).person.id);
    if (draft) response.json(draft);
    else response.status(204).end();
  };

  const putDraft: RequestHandler = async (request, response) => {
    const draft = { ...parsed(DraftRequest, request.body), savedAt: new Date(clock.now()).toISOString() };
    await drafts.keep(sessionOf(response).person.id, draft);
    response.json(draft);
  };

  const deleteDraft: RequestHandler = async (_request, response) => {
    await drafts.remove(sessionOf(response).person.id);
    response.status(204).end();
  };

  return { readDraft: getDraft, keepDraft: putDraft, removeDraft: deleteDraft };
}
