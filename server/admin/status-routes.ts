import type { RequestHandler } from 'express';
import type { DoctorReport } from '../../shared/admin-api.ts';
import { DoctorRequest } from '../../shared/admin-schemas.ts';
import { NothingMore } from '../../shared/edit-schemas.ts';
import type { CredentialStore } from '../admin-token/ports.ts';
import type { Renewal } from '../admin-token/renewal.ts';
import { AppError } from '../app-error.ts';
import type { AuditTrail } from '../audit/ports.ts';
import type { Clock } from '../clock.ts';
import { examine } from '../doctor/examine.ts';
import { policyRow } from '../doctor/policy-row.ts';
import type { Row, TokenProbes, WriteJournal } from '../doctor/ports.ts';
import { storedToken } from '../doctor/stored-token.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { initiatorOf } from './initiator.ts';
import { readStatus, type StatusPorts } from './read-status.ts';
import { readTokenView } from './token-view.ts';

interface Ports extends StatusPorts {
  audit: Pick<AuditTrail, 'append'>;
  store: CredentialStore;
  renewal: Pick<Renewal, 'renew'>;
  probes: TokenProbes;
  writeJournal: WriteJournal;
  policyDoubts: () => Promise<string[] | undefined>;
  clock: Clock;
}

export function statusRoutes(ports: Ports): Pick<Handlers, 'readAdminStatus' | 'runDoctor' | 'renewToken'> {
  const { audit, store, renewal, custody } = ports;

  const status: RequestHandler = async (_request, response) => {
    response.json(await readStatus(ports));
  };

  const doctor: RequestHandler = async (request, response) => {
    const wanted = parsed(DoctorRequest, request.body ?? {});
    await audit.append({ action: 'doctor-run', actor: initiatorOf(response), body: { ...wanted } });
    response.json(await diagnose(ports, wanted));
  };

  const renew: RequestHandler = async (request, response) => {
    parsed(NothingMore, request.body);
    const inUse = await store.inUse('admin');
    if (!inUse) throw new AppError('organization-not-connected', 'There is no token to renew. Connect first.');
    const { kind, version } = inUse;
    const renewed = await renewal.renew(inUse, { forced: true });
    const body = { kind, renewed: renewed.version !== version };
    await audit.append({ action: 'token-renewed', actor: initiatorOf(response), body });
    response.json(await readTokenView(custody));
  };

  return { readAdminStatus: status, runDoctor: doctor, renewToken: renew };
}

async function diagnose(
  { store, probes, clock, organizationId, writeJournal, policyDoubts }: Ports,
  { allApis = false, probeWrite }: DoctorRequest,
): Promise<DoctorReport> {
  const examined = await storedToken({ store });
  const write = probeWrite === undefined ? undefined : { profile: probeWrite, journal: writeJournal };
  const ofToken = examined
    ? await examine({ probes, clock, organizationId }, examined, { allApis, probeWrite: write })
    : [noToken];
  const rows = [...ofToken, policyRow(await policyDoubts())];
  return { ok: rows.every(({ status }) => status !== 'failed'), rows };
}

const noToken: Row = {
  probe: 'token',
  status: 'failed',
  cause: 'There is no access token to examine: nothing is connected.',
  fix: 'Open “Connect” and connect the organization.',
};

type DoctorRequest = { allApis?: boolean | undefined; probeWrite?: string | undefined };
