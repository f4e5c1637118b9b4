import type { CredentialView, LadderStep, TokenView } from '../../shared/admin-api.ts';
import type { Credential } from '../admin-token/ports.ts';
import { revocationsKeptFor } from '../admin-token/revoke-tokens.ts';
import { tokenStatus, type TokenStatus } from '../admin-token/token-status.ts';
import type { Clock } from '../clock.ts';

type Ports = Parameters<typeof tokenStatus>[0];

/** How the organization's authorization stands, with every date and without any secret. */
export async function readTokenView(ports: Ports): Promise<TokenView> {
  const status = await tokenStatus(ports);
  const { state, inUse, tokenManager, others, steps, disconnectedAt, revocations } = status;
  return {
    state,
    ...(inUse && { inUse: viewOf(inUse) }),
    ...(tokenManager && { tokenManager: viewOf(tokenManager) }),
    others: others.map(({ kind, source, state: standing, createdAt }) => ({
      ...{ kind, source, state: standing },
      createdAt: iso(createdAt),
    })),
    ladder: ladderOf(status, ports.clock),
    ...(steps !== undefined && { steps }),
    ...(disconnectedAt !== undefined && { disconnectedAt: iso(disconnectedAt) }),
    revocations: revocations.map(({ kind, requestedAt }) => ({
      kind,
      requestedAt: iso(requestedAt),
      until: iso(requestedAt + revocationsKeptFor),
    })),
  };
}

function viewOf({
  kind,
  source,
  state,
  clientId,
  createdAt,
  tokens,
  nextRefreshAt,
  failure,
}: Credential): CredentialView {
  return {
    ...{ kind, source, state },
    ...(clientId !== undefined && { clientId }),
    createdAt: iso(createdAt),
    ...(tokens?.accessExpiresAt !== undefined && { accessExpiresAt: iso(tokens.accessExpiresAt) }),
    ...(tokens?.refreshExpiresAt !== undefined && { refreshExpiresAt: iso(tokens.refreshExpiresAt) }),
    ...(tokens?.refreshToken && nextRefreshAt !== undefined && { nextRefreshAt: iso(nextRefreshAt) }),
    ...(tokens?.scopes && { scopes: [...tokens.scopes] }),
    ...(failure && {
      failure: {
        ...{ class: failure.class, code: failure.code },
        at: iso(failure.at),
        ...(failure.trackingId !== undefined && { trackingId: failure.trackingId }),
      },
    }),
  };
}

/** By what the next access token comes; see `Renewal`. */
function ladderOf({ inUse, tokenManager }: TokenStatus, clock: Clock): LadderStep[] {
  if (!inUse) return [person('Nothing is connected: an administrator connects the organization.')];
  return [refreshStep(inUse, clock.now()), mintStep(inUse, tokenManager), person('An administrator connects again.')];
}

function refreshStep({ tokens, deadVersion, version }: Credential, now: number): LadderStep {
  const rung = 'refresh-token';
  if (!tokens?.refreshToken) {
    return { rung, state: 'missing', says: 'No refresh token was given, so this access token is the last.' };
  }
  const end = tokens.refreshExpiresAt;
  if (deadVersion === version || (end !== undefined && end <= now)) {
    return { rung, state: 'spent', says: 'Webex does not take the refresh token any more.' };
  }
  const until = end === undefined ? 'Nobody said when it ends.' : `It lives until ${iso(end)}.`;
  return { rung, state: 'ready', says: `The refresh token renews the access token at half of its life. ${until}` };
}

function mintStep({ kind, applicationId }: Credential, manager: Credential | undefined): LadderStep {
  const rung = 'mint';
  if (kind !== 'service-app') {
    return { rung, state: 'missing', says: 'Only for a Service App can a new pair be asked for without a person.' };
  }
  if (applicationId === undefined) {
    return {
      rung,
      state: 'missing',
      says: 'The application id of the Service App was not given: connect it again with it.',
    };
  }
  if (!manager) return { rung, state: 'missing', says: 'No token manager is connected, who could ask for a new pair.' };
  return manager.state === 'active'
    ? { rung, state: 'ready', says: 'The token manager asks Webex for a new pair.' }
    : { rung, state: 'spent', says: 'The token manager has to be connected again before it can ask for a new pair.' };
}

const person = (says: string): LadderStep => ({ rung: 'person', state: 'ready', says });
const iso = (time: number) => new Date(time).toISOString();
