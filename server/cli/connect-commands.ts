import type { Config } from '../config.ts';
import type { ConsentKind } from '../onboarding/consent.ts';
import { completeConsent } from '../onboarding/consent.ts';
import type { CandidateCredential } from '../onboarding/ports.ts';
import {
  adoptedRefreshToken,
  applicationIdOf,
  mintServiceAppTokens,
  type ServiceApp,
} from '../onboarding/service-app.ts';
import type { Secret } from '../secret.ts';
import { exitCodes, UsageError, type Command, type Commands, type ExitCode, type Surroundings } from './command.ts';
import { consentOf } from './consent-in-terminal.ts';
import { secretSetting, textSetting } from './settings.ts';
import { withCustody } from './with-custody.ts';

const noBrowser = {
  'no-browser': {
    type: 'boolean',
    help: 'Print the link instead of opening it; the address that the browser shows in the end may be pasted.',
  },
} as const;

export const connect: Command = {
  name: 'connect',
  summary: 'Connects the organization by an integration: an administrator consents in the browser.',
  more: [
    'Reads WEBEX_CLIENT_ID and WEBEX_CLIENT_SECRET, or asks for them. Listens on WEBEX_REDIRECT_URI when that is on this',
    'machine, else on http://localhost:8000/oauth/webex/callback, and says which URI must be registered for the integration.',
  ],
  options: noBrowser,
  needs: ['acceptCredential'],
  run: (surroundings, given) => connectByConsent(surroundings, 'integration', !given.flag('no-browser')),
};

export const tokenManager: Command = {
  name: 'token-manager',
  summary: 'Connects the token manager, who may ask for new Service App tokens (scope spark:applications_token).',
  more: ['Reads WEBEX_TOKEN_MANAGER_CLIENT_ID and …_CLIENT_SECRET, or asks for them. Listens as “connect” does.'],
  options: noBrowser,
  needs: ['acceptCredential'],
  run: (surroundings, given) => connectByConsent(surroundings, 'token-manager', !given.flag('no-browser')),
};

export const serviceApp: Command = {
  name: 'service-app',
  summary: 'Connects the organization by a Service App (preferred): its refresh token, or a newly minted pair.',
  more: [
    'Reads WEBEX_SERVICE_APP_ID, …_CLIENT_ID, …_CLIENT_SECRET and …_REFRESH_TOKEN, or asks for them. Without a refresh token',
    'a pair is minted by the token manager, else by WEBEX_PERSONAL_ACCESS_TOKEN, which is used once and not stored.',
  ],
  options: {},
  needs: ['acceptCredential'],
  run: (surroundings) =>
    withCustody(surroundings, ['acceptCredential'], async (commands, config) =>
      accept(surroundings, commands, await serviceAppCandidate(surroundings, commands, config)),
    ),
};

function connectByConsent(surroundings: Surroundings, kind: ConsentKind, browser: boolean): Promise<ExitCode> {
  return withCustody(surroundings, ['acceptCredential'], async (commands, config) => {
    const prefix = kind === 'integration' ? 'WEBEX' : 'WEBEX_TOKEN_MANAGER';
    const clientId = await textOrAsk(surroundings, `${prefix}_CLIENT_ID`);
    const clientSecret = await secretOrAsk(surroundings, `${prefix}_CLIENT_SECRET`);
    const server = surroundings.authorizationServer(config);
    const { attempt, code } = await consentOf(surroundings, server, { kind, clientId, browser });
    const ports = { server, revoker: surroundings.revoker(config), organizationId: config.organizationId };
    return accept(surroundings, commands, await completeConsent(ports, attempt, { clientId, clientSecret }, code));
  });
}

async function serviceAppCandidate(
  surroundings: Surroundings,
  commands: Partial<Commands>,
  config: Config,
): Promise<CandidateCredential> {
  const { variables, terminal } = surroundings;
  const ports = {
    server: surroundings.authorizationServer(config),
    revoker: surroundings.revoker(config),
    organizationId: config.organizationId,
  };
  const clientId = await textOrAsk(surroundings, 'WEBEX_SERVICE_APP_CLIENT_ID');
  const clientSecret = await secretOrAsk(surroundings, 'WEBEX_SERVICE_APP_CLIENT_SECRET');
  const applicationId = textSetting(variables, 'WEBEX_SERVICE_APP_ID') ?? applicationIdOf(clientId);
  const app: ServiceApp = { clientId, clientSecret, applicationId };

  const refreshToken =
    secretSetting(variables, 'WEBEX_SERVICE_APP_REFRESH_TOKEN') ??
    (await terminal.askSecret('Refresh token of the Service App (leave empty to mint a new pair): '));
  if (refreshToken) return adoptedRefreshToken(app, refreshToken);

  const manager = (await commands.managerToken?.()) ?? secretSetting(variables, 'WEBEX_PERSONAL_ACCESS_TOKEN');
  const question = 'Personal access token of developer.webex.com (used once, not stored): ';
  const managerToken = manager ?? (await terminal.askSecret(question));
  if (!managerToken) {
    throw new UsageError(
      'A Service App needs its refresh token, a connected token manager, or a personal access token that mints a pair once.',
    );
  }
  return mintServiceAppTokens(ports, app, managerToken);
}

async function accept(
  { terminal }: Surroundings,
  commands: Pick<Commands, 'acceptCredential'>,
  candidate: CandidateCredential,
): Promise<ExitCode> {
  const { state, reason } = await commands.acceptCredential(candidate);
  const { accessExpiresAt, refreshExpiresAt } = candidate.tokens;
  const isKept = state !== 'refused';
  terminal.print(
    `${isKept ? 'Stored' : 'Not taken into use'}: ${names[candidate.kind]}, ${state}.${reason === undefined ? '' : ` ${reason}`}`,
  );
  if (isKept && accessExpiresAt !== undefined)
    terminal.print(`Its access token lives until ${isoDate(accessExpiresAt)}.`);
  if (isKept && refreshExpiresAt !== undefined)
    terminal.print(`Its refresh token lives until ${isoDate(refreshExpiresAt)}.`);
  return isKept && reason === undefined ? exitCodes.ok : exitCodes.failed;
}

const names: Record<CandidateCredential['kind'], string> = {
  integration: 'the integration',
  'service-app': 'the Service App',
  'token-manager': 'the token manager',
};

const isoDate = (at: number) => new Date(at).toISOString();

async function textOrAsk({ variables, terminal }: Surroundings, name: string): Promise<string> {
  const text = textSetting(variables, name) ?? (await terminal.ask(`${name}: `))?.trim();
  return text || missing(name);
}

async function secretOrAsk({ variables, terminal }: Surroundings, name: string): Promise<Secret> {
  return secretSetting(variables, name) ?? (await terminal.askSecret(`${name} (not shown): `)) ?? missing(name);
}

function missing(name: string): never {
  throw new UsageError(`${name} is needed. Set it (or ${name}_FILE), or answer the question in a terminal.`);
}
