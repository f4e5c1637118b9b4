import type { RequestHandler } from 'express';
import { isFinal } from '../../shared/change.ts';
import { Id } from '../../shared/id.ts';
import { LeaseMove } from '../../shared/edit-schemas.ts';
import { noSuchChange, viewChange } from '../changes/change-view.ts';
import type { JournalChange } from '../changes/ports.ts';
import type { ChangeRunner } from '../changes/run-changes.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { sendTagged, tagged } from '../http/tagged.ts';
import { demandEditing } from '../identity/admit.ts';
import { sessionOf } from '../identity/require-session.ts';
import { moveLease } from './move-lease.ts';
import { viewSupervisors } from './possible-owners.ts';

type Ports = Parameters<typeof moveLease>[0] & { runner: ChangeRunner };

export function leaseRoutes(ports: Ports): Pick<Handlers, 'moveLease' | 'listSupervisors'> {
  const { journal, runner, snapshot, clock } = ports;

  const patchChange: RequestHandler = async (request, response) => {
    const id = parsed(Id, request.params['id'], 'the id');
    const session = sessionOf(response);
    const before = await moveLease(ports, session, id, parsed(LeaseMove, request.body));
    const change = await journal.read(id);
    void runner.runDue();
    // Who hands over what he saw as its owner only is told how that ended, and sees nothing more of it.
    const view = change && viewChange(session, await snapshot.known(), change, clock.now(), before.owner);
    if (!view) throw noSuchChange();
    response.status(isBeingPutBack(change) ? 202 : 200).json(view);
  };

  const listSupervisors: RequestHandler = async (request, response) => {
    const session = sessionOf(response);
    demandEditing(session.rights);
    sendTagged(request, response, tagged(viewSupervisors(session, await snapshot.fresh())));
  };

  return { moveLease: patchChange, listSupervisors };
}

const isBeingPutBack = ({ reversals }: JournalChange) =>
  reversals.some(({ via, outcome }) => via === 'lease-end' && !isFinal(outcome));
