import type { RequestHandler } from 'express';
import { isFinal } from '../../shared/change.ts';
import { Id } from '../../shared/id.ts';
import { LeaseMove } from '../../shared/edit-schemas.ts';
import { noSuchChange, viewChange } from '../changes/change-view.ts';
import type { JournalChange } from '../changes/ports.ts';
import type { ChangeRunner } from '../changes/run-changes.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { sessionOf } from '../identity/require-session.ts';
import { moveLease } from './move-lease.ts';

type Ports = Parameters<typeof moveLease>[0] & { runner: ChangeRunner };

export function leaseRoutes(ports: Ports): Pick<Handlers, 'moveLease'> {
  const { journal, runner, snapshot, clock } = ports;

  const patchChange: RequestHandler = async (request, response) => {
    const id = parsed(Id, request.params['id'], 'the id');
    await moveLease(ports, sessionOf(response), id, parsed(LeaseMove, request.body));
    const change = await journal.read(id);
    void runner.runDue();
    const view = change && viewChange(sessionOf(response), await snapshot.known(), change, clock.now());
    if (!view) throw noSuchChange();
    response.status(isBeingPutBack(change) ? 202 : 200).json(view);
  };

  return { moveLease: patchChange };
}

const isBeingPutBack = ({ reversals }: JournalChange) =>
  reversals.some(({ via, outcome }) => via === 'lease-end' && !isFinal(outcome));
