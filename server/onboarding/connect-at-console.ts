import { randomUUID } from 'node:crypto';
import type { ConnectReport, ConsentAttemptView, ConsentLink } from '../../shared/admin-api.ts';
import type { Accepted } from '../admin-token/accept-credential.ts';
import type { ClientCredential } from '../admin-token/ports.ts';
import { AppError } from '../app-error.ts';
import type { AuditTrail, Initiator } from '../audit/ports.ts';
import type { Clock } from '../clock.ts';
import type { Secret } from '../secret.ts';
import { ConnectError } from './connect-faults.ts';
import { reportOfAccepted, reportOfFault } from './connect-report.ts';
import { beginConsent, codeIn, completeConsent, type ConsentKind, type ConsentPorts } from './consent.ts';
import type { Applicant, CandidateCredential, ConsentAttempts } from './ports.ts';
import { adoptedRefreshToken, mintServiceAppTokens, type ServiceApp } from './service-app.ts';

export interface ConnectPorts extends ConsentPorts {
  attempts: ConsentAttempts;
  audit: Pick<AuditTrail, 'append'>;
  accept: (candidate: CandidateCredential, by: Initiator) => Promise<Accepted>;
  /** The token manager's, when one is connected. */
  managerToken: () => Promise<Secret | undefined>;
  redirectUri: string;
  clock: Clock;
}

/** In milliseconds: as long as a person may take to consent. */
const longestConsent = 10 * 60_000;

/** Begins a consent, which only the same console session can end, once. */
export async function startConsent(
  { server, attempts, redirectUri, clock }: ConnectPorts,
  applicant: Applicant,
  kind: ConsentKind,
  client: ClientCredential,
): Promise<ConsentLink> {
  const attempt = beginConsent(server, kind, client.clientId, redirectUri);
  const id = randomUUID();
  const expiresAt = Math.round(clock.now()) + longestConsent;
  await attempts.keep({ id, applicant, attempt, client, expiresAt });
  return { url: attempt.url, attemptId: id, expiresAt: new Date(expiresAt).toISOString() };
}

/** Ends a consent with what the browser brought back; undefined: there is no such attempt of this session, or it is over. */
export async function finishConsent(
  ports: ConnectPorts,
  { by, sessionId }: Applicant,
  answer: URLSearchParams,
): Promise<{ attemptId: string } | undefined> {
  const states = answer.getAll('state');
  const [state] = states;
  // One that is there twice is nobody's.
  const kept = state !== undefined && states.length === 1 ? await ports.attempts.take(state, sessionId) : undefined;
  if (!kept) return undefined;
  const { id, attempt, client } = kept;
  const report = await tried(attempt.kind, async () => {
    const candidate = await completeConsent(ports, attempt, client, codeIn(attempt, answer));
    return ports.accept(candidate, by);
  });
  await ports.attempts.end(id, report);
  await record(ports, by, report);
  return { attemptId: id };
}

/** @throws AppError `not-found` */
export async function viewAttempt(
  { attempts, clock }: Pick<ConnectPorts, 'attempts' | 'clock'>,
  sessionId: string,
  id: string,
): Promise<ConsentAttemptView> {
  const found = await attempts.find(id, sessionId);
  if (!found) throw new AppError('not-found', 'There is no such attempt, or it is long over. Start again.');
  const { kind, report, expiresAt } = found;
  return report ? { kind, state: 'ended', report } : { kind, state: expiresAt > clock.now() ? 'open' : 'expired' };
}

/** Connects by a Service App: by its refresh token, else by a pair that is minted now. */
export async function connectServiceApp(
  ports: ConnectPorts,
  by: Initiator,
  app: ServiceApp,
  given: { refreshToken: Secret | undefined; personalToken: Secret | undefined },
): Promise<ConnectReport> {
  const report = await tried('service-app', async () => {
    if (given.refreshToken) return ports.accept(adoptedRefreshToken(app, given.refreshToken), by);
    const manager = given.personalToken ?? (await ports.managerToken());
    if (!manager) throw noWayToTokens();
    return ports.accept(await mintServiceAppTokens(ports, app, manager), by);
  });
  await record(ports, by, report);
  return report;
}

const noWayToTokens = () =>
  new AppError(
    'bad-request',
    'A Service App needs one of three: its refresh token, a connected token manager, or a personal access token that mints a pair once and is not stored.',
    {
      errors: [
        { path: 'refreshToken', detail: 'give this, or a personal access token, or connect the token manager first' },
      ],
    },
  );

/** @throws AppError */
async function tried(kind: ConnectReport['kind'], work: () => Promise<Accepted>): Promise<ConnectReport> {
  try {
    return reportOfAccepted(kind, await work());
  } catch (error) {
    if (error instanceof ConnectError) return reportOfFault(kind, error);
    throw error;
  }
}

/** That somebody tried, and how far he came; what was put to use is a record of its own. */
async function record({ audit }: ConnectPorts, actor: Initiator, { kind, state, steps }: ConnectReport): Promise<void> {
  const failed = steps.find((step) => step.state === 'failed' || step.state === 'waiting')?.name ?? null;
  await audit.append({ action: 'connect-tried', actor, body: { kind, state, failed } });
}
