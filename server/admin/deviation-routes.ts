import type { RequestHandler } from 'express';
import type { DeviationList } from '../../shared/admin-api.ts';
import { DeviationQuery } from '../../shared/admin-schemas.ts';
import { NothingMore } from '../../shared/edit-schemas.ts';
import { Id } from '../../shared/id.ts';
import type { ChangeRunner } from '../changes/run-changes.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { endDeviation, listDeviations, takeIncident } from '../leases/oversee-leases.ts';
import { initiatorOf } from './initiator.ts';

type Ports = Parameters<typeof endDeviation>[0] & { runner: Pick<ChangeRunner, 'runDue'> };

export function deviationRoutes(ports: Ports): Pick<Handlers, 'listDeviations' | 'endDeviation' | 'takeIncident'> {
  const list: RequestHandler = async (request, response) => {
    const { cursor } = parsed(DeviationQuery, request.query);
    const [createdAt = '', id = ''] = cursor?.split('~') ?? [];
    const before = cursor === undefined ? undefined : { createdAt: Number(createdAt), id };
    const { deviations, next } = await listDeviations(ports, before);
    const page: DeviationList = {
      asOf: new Date(ports.clock.now()).toISOString(),
      deviations,
      ...(next && { nextCursor: `${next.createdAt}~${next.id}` }),
    };
    response.json(page);
  };

  const end: RequestHandler = async (request, response) => {
    parsed(NothingMore, request.body);
    const id = parsed(Id, request.params['id'], 'the id');
    const change = await endDeviation(ports, initiatorOf(response), id);
    void ports.runner.runDue();
    response.json(change);
  };

  const take: RequestHandler = async (request, response) => {
    parsed(NothingMore, request.body);
    const id = parsed(Id, request.params['id'], 'the id');
    response.json(await takeIncident(ports, initiatorOf(response), id));
  };

  return { listDeviations: list, endDeviation: end, takeIncident: take };
}
