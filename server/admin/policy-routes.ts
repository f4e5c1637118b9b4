import type { RequestHandler } from 'express';
import type { PolicyState } from '../../shared/admin-api.ts';
import { PolicyRequest } from '../../shared/admin-schemas.ts';
import type { AuditTrail } from '../audit/ports.ts';
import type { Clock } from '../clock.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { checkPolicy, exportPolicy, importPolicy, type PolicyPorts } from '../policy/import-policy.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { initiatorOf } from './initiator.ts';
import { impactOf } from './policy-impact.ts';

interface Ports {
  policy: PolicyPorts;
  organization: () => Promise<Organization | undefined>;
  audit: Pick<AuditTrail, 'newest' | 'first'>;
  clock: Clock;
}

const day = 86_400_000;

export function policyRoutes(ports: Ports): Pick<Handlers, 'readPolicy' | 'previewPolicy' | 'replacePolicy'> {
  const { policy, organization } = ports;

  const read: RequestHandler = async (_request, response) => {
    response.json(await stateOf(ports));
  };

  const preview: RequestHandler = async (request, response) => {
    const wanted = parsed(PolicyRequest, request.body);
    const { policy: after, warnings } = await checkPolicy(policy, wanted.policy);
    const { policy: before, version, editByEnvironment } = await exportPolicy(policy);
    const known = await organization();
    const recordsOlderThan = (days: number) => countOlder(ports, days);
    const members = await impactOf(before, after, { organization: known, editByEnvironment, recordsOlderThan });
    response.json({ version, asOf: known ? new Date(known.asOf).toISOString() : null, members, warnings });
  };

  const replace: RequestHandler = async (request, response) => {
    const wanted = parsed(PolicyRequest, request.body);
    const by = initiatorOf(response);
    const changedBy = by === 'operator' ? 'an operator at the console' : by;
    const { warnings } = await importPolicy(policy, wanted.policy, changedBy, wanted.version);
    response.json({ ...(await stateOf(ports)), warnings });
  };

  return { readPolicy: read, previewPolicy: preview, replacePolicy: replace };
}

async function stateOf({ policy, organization }: Ports): Promise<PolicyState> {
  const { changed, ...stored } = await exportPolicy(policy);
  const known = await organization();
  return {
    ...stored,
    ...(changed && { changed: { by: changed.changedBy, at: new Date(changed.changedAt).toISOString() } }),
    names: {
      skills: namesOf(known?.skills),
      teams: namesOf(known?.teams),
      persons: [...(known?.users.values() ?? [])]
        .filter(({ active, userProfileId }) => active && known?.supervisorProfiles.has(userProfileId ?? ''))
        .map(({ ciUserId, name }) => ({ id: ciUserId, name }))
        .sort(byName),
    },
  };
}

const namesOf = (known: ReadonlyMap<string, { id: string; name: string }> | undefined) =>
  [...(known?.values() ?? [])].map(({ id, name }) => ({ id, name })).sort(byName);

const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name, 'en');

/** By their numbers, which have no gaps. */
async function countOlder({ audit, clock }: Ports, days: number): Promise<number> {
  const [last] = await audit.newest({ to: clock.now() - days * day }, 1);
  const first = last && (await audit.first());
  return first ? last.seq - first.seq + 1 : 0;
}
