import { setTimeout as wait } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import { endpoints } from '../../shared/api.ts';
import { isFinal } from '../../shared/change.ts';
import { ChangeQuery, IdempotencyKey } from '../../shared/change-query.ts';
import { ChangeRequest, NothingMore, UndoRequest } from '../../shared/edit-schemas.ts';
import { Id } from '../../shared/id.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { parsed } from '../http/parsed.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Handlers } from '../http/route-table.ts';
import type { CurrentRights } from '../identity/current-rights.ts';
import { sessionOf } from '../identity/require-session.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import type { PreviewStore } from '../preview/ports.ts';
import type { RevisionStore } from '../skill-profiles/ports.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import type { Log } from '../log.ts';
import { noSuchChange, viewChange } from './change-view.ts';
import { listChanges } from './list-changes.ts';
import { makeChange } from './make-change.ts';
import type { ChangeJournal, JournalChange } from './ports.ts';
import type { ChangeRunner } from './run-changes.ts';
import { continueChange, stopChange } from './stop-change.ts';
import { previewUndo, undoChange } from './undo-change.ts';

/** How long the answer to a new Change waits for all of its items to end. */
const patience = 5_000;

interface Ports {
  revisions: RevisionStore;
  journal: ChangeJournal;
  rights: CurrentRights;
  runner: ChangeRunner;
  snapshot: Snapshot;
  previews: PreviewStore;
  clock: Clock;
  limits: RateLimits;
  policy: CurrentPolicy;
  log: Log;
}

type Named =
  'makeChange' | 'listChanges' | 'readChange' | 'undoChange' | 'previewUndo' | 'stopChange' | 'continueChange';

export function changeRoutes(ports: Ports): Pick<Handlers, Named> {
  const { journal, runner, snapshot, clock } = ports;

  const postChange: RequestHandler = async (request, response) => {
    const key = idempotencyKey(request);
    const body = parsed(ChangeRequest, request.body);
    await carryOut(
      response,
      await makeChange(ports, sessionOf(response), { path: endpoints.makeChange.path, key }, body),
    );
  };

  const postUndo: RequestHandler = async (request, response) => {
    const key = idempotencyKey(request);
    const body = parsed(UndoRequest, request.body);
    const id = changeId(request);
    const path = endpoints.undoChange.path.replace(':id', id);
    await carryOut(response, await undoChange(ports, sessionOf(response), { path, key, id }, body));
  };

  const postUndoPreview: RequestHandler = async (request, response) => {
    parsed(NothingMore, request.body);
    response.json(await previewUndo(ports, sessionOf(response), changeId(request)));
  };

  const postStop: RequestHandler = async (request, response) => {
    parsed(NothingMore, request.body);
    const id = changeId(request);
    await stopChange(ports, sessionOf(response), id);
    await show(response, id);
  };

  const postContinue: RequestHandler = async (request, response) => {
    parsed(NothingMore, request.body);
    const id = changeId(request);
    await continueChange(ports, sessionOf(response), id);
    await show(response, id);
  };

  const getChanges: RequestHandler = async (request, response) => {
    const query = parsed(ChangeQuery, request.query, 'the query');
    response.json(
      await listChanges({ journal, organization: await snapshot.known(), clock }, sessionOf(response), query),
    );
  };

  const getChange: RequestHandler = async (request, response) => {
    await show(response, changeId(request));
  };

  async function show(response: Response, id: string): Promise<void> {
    const change = await journal.read(id);
    const view = change && viewChange(sessionOf(response), await snapshot.known(), change, clock.now());
    if (!view) throw noSuchChange();
    response.json(view);
  }

  async function carryOut(response: Response, made: JournalChange): Promise<void> {
    const impatience = new AbortController();
    try {
      const { signal } = impatience;
      const ended = await Promise.race([runner.run(made.id, made), wait(patience, undefined, { signal })]);
      send(response, ended ?? (await journal.read(made.id)));
    } finally {
      // Else the timer keeps the Change for five seconds more.
      impatience.abort();
    }
  }

  function send(response: Response, change: JournalChange | undefined): void {
    if (!change)
      throw new AppError(
        'database-unavailable',
        'This was taken in, and the database that holds it was replaced by an older one in the same moment. Try again under the same Idempotency-Key.',
        { retryAfterSeconds: 1 },
      );
    // Its maker sees all of it, whatever the organization is like.
    const view = viewChange(sessionOf(response), undefined, change, clock.now());
    if (!view) throw new Error('a Change that was just made cannot be seen by its maker');
    response.location(`/api/changes/${view.id}`);
    const ended = view.items.every(({ outcome }) => isFinal(outcome));
    if (!ended) response.set('Retry-After', '1');
    response.status(ended ? 201 : 202).json(view);
  }

  return {
    makeChange: postChange,
    listChanges: getChanges,
    readChange: getChange,
    undoChange: postUndo,
    previewUndo: postUndoPreview,
    stopChange: postStop,
    continueChange: postContinue,
  };
}

const changeId = (request: Request): string => parsed(Id, request.params['id'], 'the id');

function idempotencyKey(request: Request): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined)
    throw new AppError(
      'idempotency-key-missing',
      'Send an Idempotency-Key header, so that a retry does not write twice.',
    );
  return parsed(IdempotencyKey, key, 'the Idempotency-Key');
}
