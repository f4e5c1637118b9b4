import type { Request, RequestHandler } from 'express';
import type { ConnectSettings } from '../../shared/admin-api.ts';
import { ConsentStart, ServiceAppRequest } from '../../shared/admin-schemas.ts';
import { Id } from '../../shared/id.ts';
import type { CredentialStore } from '../admin-token/ports.ts';
import type { ConsoleSession } from '../console/console-session.ts';
import { consoleSessionOf } from '../console/console-guards.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import {
  connectServiceApp,
  finishConsent,
  startConsent,
  viewAttempt,
  type ConnectPorts,
} from '../onboarding/connect-at-console.ts';
import { consentScopes } from '../onboarding/consent.ts';
import type { Applicant } from '../onboarding/ports.ts';
import { applicationIdOf } from '../onboarding/service-app.ts';
import { Secret } from '../secret.ts';
import { clientFor, viewClient, type EnvironmentClients } from './connect-clients.ts';
import { initiatorOf } from './initiator.ts';

interface Ports extends ConnectPorts {
  store: CredentialStore;
  environment: EnvironmentClients;
  /** Why no answer would come back to this server. */
  redirectFault: string | undefined;
  /** Of the browser that asks; undefined when nobody is signed in there. */
  sessionAt: (request: Request) => Promise<ConsoleSession | undefined>;
}

type Names = 'readConnectSettings' | 'startConsent' | 'finishConsent' | 'readConsentAttempt' | 'connectServiceApp';

export function connectRoutes(ports: Ports): Pick<Handlers, Names> {
  const settings: RequestHandler = async (_request, response) => {
    response.json(await settingsOf(ports));
  };

  const start: RequestHandler = async (request, response) => {
    const { kind, ...given } = parsed(ConsentStart, request.body);
    const applicant = { by: initiatorOf(response), sessionId: consoleSessionOf(response).id };
    const client = await clientFor(ports, kind, given);
    response.status(201).json(await startConsent(ports, applicant, kind, client));
  };

  // A page of Webex sends the browser here: whatever comes of it is told by our own page, and the address with the code is left at once.
  const finish: RequestHandler = async (request, response) => {
    const session = await ports.sessionAt(request);
    const applicant: Applicant | undefined =
      session?.role === 'admin' ? { by: session.person ?? 'operator', sessionId: session.id } : undefined;
    const answer = new URLSearchParams(request.originalUrl.split('?').slice(1).join('?'));
    const ended = applicant ? await finishConsent(ports, applicant, answer) : undefined;
    const told = ended ? `attempt=${ended.attemptId}` : `fault=${applicant ? 'foreign-state' : 'signed-out'}`;
    response.status(303).set('Location', `/admin/connection?${told}`).end();
  };

  const attempt: RequestHandler = async (request, response) => {
    const id = parsed(Id, request.params['id'], 'the id');
    response.json(await viewAttempt(ports, consoleSessionOf(response).id, id));
  };

  const serviceApp: RequestHandler = async (request, response) => {
    const { refreshToken, personalAccessToken, ...given } = parsed(ServiceAppRequest, request.body);
    const client = await clientFor(ports, 'service-app', given);
    const app = { ...client, applicationId: client.applicationId ?? applicationIdOf(client.clientId) };
    const tokens = { refreshToken: secretOf(refreshToken), personalToken: secretOf(personalAccessToken) };
    response.json(await connectServiceApp(ports, initiatorOf(response), app, tokens));
  };

  return {
    readConnectSettings: settings,
    startConsent: start,
    finishConsent: finish,
    readConsentAttempt: attempt,
    connectServiceApp: serviceApp,
  };
}

async function settingsOf(ports: Ports): Promise<ConnectSettings> {
  const { store, redirectUri, redirectFault } = ports;
  const manager = await store.inUse('token-manager');
  return {
    redirectUri,
    ...(redirectFault !== undefined && { redirectFault }),
    scopes: {
      integration: [...consentScopes.integration],
      'token-manager': [...consentScopes['token-manager']],
      'service-app': [...consentScopes.integration],
    },
    integration: await viewClient(ports, 'integration'),
    'token-manager': await viewClient(ports, 'token-manager'),
    'service-app': await viewClient(ports, 'service-app'),
    canMint: manager?.state === 'active',
  };
}

const secretOf = (text: string | undefined) => (text === undefined ? undefined : new Secret(text));
