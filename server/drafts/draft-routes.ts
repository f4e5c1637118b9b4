import type { RequestHandler } from 'express';
import { DraftRemoval, DraftRequest } from '../../shared/edit-schemas.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { sessionOf } from '../identity/require-session.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { DraftStore } from './ports.ts';

interface Ports {
  drafts: DraftStore;
  clock: Clock;
  limits: RateLimits;
}

type Named = 'readDraft' | 'keepDraft' | 'removeDraft';

/** What a person has not saved yet, so that a page which is taken away in the middle loses nothing. It is a note to himself: nothing is checked but its form. */
export function draftRoutes({ drafts, clock, limits }: Ports): Pick<Handlers, Named> {
  const getDraft: RequestHandler = async (_request, response) => {
    const draft = await drafts.find(sessionOf(response).person.id);
    if (draft) response.json(draft);
    else response.status(204).end();
  };

  const putDraft: RequestHandler = async (request, response) => {
    const { over, ...asked } = parsed(DraftRequest, request.body);
    const { id } = sessionOf(response).person;
    await limits.count('draft', id);
    const draft = { ...asked, savedAt: new Date(clock.now()).toISOString() };
    if (!(await drafts.keep(id, draft, over))) throw outdated();
    response.json(draft);
  };

  const deleteDraft: RequestHandler = async (request, response) => {
    const { over } = parsed(DraftRemoval, request.query, 'the query');
    const predecessors = over?.split(',').map((tag) => (tag === '-' ? null : tag));
    if (!(await drafts.remove(sessionOf(response).person.id, predecessors))) throw outdated();
    response.status(204).end();
  };

  return { readDraft: getDraft, keepDraft: putDraft, removeDraft: deleteDraft };
}

const outdated = () =>
  new AppError(
    'draft-outdated',
    'Another page of the same person has kept another draft since. Read it, join both, and keep the result over it.',
  );
