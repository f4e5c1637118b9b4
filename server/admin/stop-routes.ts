import type { RequestHandler } from 'express';
import type { Disconnected } from '../../shared/admin-api.ts';
import { DisconnectRequest } from '../../shared/admin-schemas.ts';
import { NothingMore } from '../../shared/edit-schemas.ts';
import { disconnect, type DisconnectPorts } from '../admin-token/disconnect.ts';
import { stepsAfterDisconnect } from '../admin-token/steps-after-disconnect.ts';
import { AppError } from '../app-error.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { initiatorOf } from './initiator.ts';
import { readWriting } from './read-status.ts';

interface Ports {
  custody: DisconnectPorts & Parameters<typeof readWriting>[0];
  organizationId: string;
  /** The variables of this process that hold credentials. */
  variables: readonly string[];
}

/** The ways to stop: each holds on every replica, and says who did it in the audit trail. */
export function stopRoutes({
  custody,
  organizationId,
  variables,
}: Ports): Pick<Handlers, 'pauseWriting' | 'resumeWriting' | 'lockToken' | 'disconnectOrganization'> {
  const { control, clock } = custody;
  const doing =
    (work: (by: ReturnType<typeof initiatorOf>) => Promise<unknown>): RequestHandler =>
    async (request, response) => {
      parsed(NothingMore, request.body);
      await work(initiatorOf(response));
      response.json(await readWriting(custody));
    };

  const end: RequestHandler = async (request, response) => {
    const { organizationId: typed } = parsed(DisconnectRequest, request.body);
    if (typed.toLowerCase() !== organizationId.toLowerCase()) {
      const detail = 'Nothing was changed: what was typed is not the id of this organization. Copy it from the page.';
      throw new AppError('bad-request', detail, { errors: [{ path: 'organizationId', detail }] });
    }
    const { destroyed, revoked, waiting } = await disconnect(custody, initiatorOf(response));
    const kinds = destroyed.map(({ kind }) => kind);
    const answer: Disconnected = {
      destroyed: kinds,
      revoked,
      waiting: waiting.map(({ kind, until }) => ({ kind, until: new Date(until).toISOString() })),
      steps: stepsAfterDisconnect([...kinds, ...waiting.map(({ kind }) => kind)], variables),
    };
    response.json(answer);
  };

  return {
    pauseWriting: doing((by) => control.pause(clock.now(), undefined, by)),
    resumeWriting: doing((by) => control.resume(by)),
    lockToken: doing((by) => control.lock(by)),
    disconnectOrganization: end,
  };
}
