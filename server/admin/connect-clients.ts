import type { ClientView } from '../../shared/admin-api.ts';
import type { ClientCredential, CredentialStore } from '../admin-token/ports.ts';
import { AppError } from '../app-error.ts';
import { Secret } from '../secret.ts';

export type ClientKind = 'integration' | 'token-manager' | 'service-app';
export type Client = ClientCredential & { applicationId?: string };
export type EnvironmentClients = Partial<Record<ClientKind, Client>>;

interface Ports {
  store: Pick<CredentialStore, 'list' | 'read'>;
  environment: EnvironmentClients;
}

interface Given {
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  applicationId?: string | undefined;
}

/** By which app an administrator would connect, if he gives no other. */
export async function viewClient(ports: Ports, kind: ClientKind): Promise<ClientView> {
  const { environment, store } = ports;
  const known =
    environment[kind] ?? (await store.list()).find((one) => one.kind === kind && one.clientId !== undefined);
  if (known?.clientId === undefined) return { source: 'none' };
  const { clientId, applicationId } = known;
  const source = environment[kind] ? 'environment' : 'vault';
  return { clientId, ...(applicationId !== undefined && { applicationId }), source };
}

/**
 * The app to connect by: what was given, else the environment's, else that of the last credential of this kind.
 * @throws AppError `bad-request` when there is none
 */
export async function clientFor({ store, environment }: Ports, kind: ClientKind, given: Given): Promise<Client> {
  const { clientId, clientSecret, applicationId } = given;
  const own = applicationId === undefined ? {} : { applicationId };
  if (clientId !== undefined && clientSecret !== undefined) {
    return { clientId, clientSecret: new Secret(clientSecret), ...own };
  }
  const ofEnvironment = environment[kind];
  if (ofEnvironment) return { ...ofEnvironment, ...own };
  const stored = (await store.list()).find((one) => one.kind === kind && one.clientId !== undefined);
  const opened = stored && (await store.read(stored.id));
  if (opened?.clientId === undefined || !opened.clientSecret) {
    const detail =
      'Give client id and client secret of the app, as developer.webex.com shows them: Skilldesk knows none yet.';
    throw new AppError('bad-request', detail, { errors: [{ path: 'clientId', detail }] });
  }
  const known = opened.applicationId === undefined ? {} : { applicationId: opened.applicationId };
  return { clientId: opened.clientId, clientSecret: opened.clientSecret, ...known, ...own };
}
