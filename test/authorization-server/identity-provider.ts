import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { memoryAdapter } from './memory-adapter.ts';

type Json = Record<string, unknown>;

/** An identity provider that nobody of us wrote, and that can be made to lie: what it answers passes `lies` first. */
export interface IdentityProvider {
  url: string;
  clientId: string;
  clientSecret: string;
  /** Who signs in next, and what the provider says of him. */
  person: { id: string; claims: Json };
  /** `decline`: he says no at the provider. */
  decision: 'sign in' | 'decline';
  lies: { idToken?: (token: string) => string | undefined; metadata?: (metadata: Json) => Json; away?: boolean };
  signingKey: KeyObject;
  publicKey: KeyObject;
  /** What it was asked, by method and path. */
  asked: string[];
  close(): Promise<void>;
}

const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
export const keyId = 'idp';
const clientId = 'skilldesk-console';
const clientSecret = 'CANARY-console-client-secret-0123456789abcdef';

export const ada = {
  id: 'ada',
  claims: { name: 'Ada Admin', email: 'ada@example.com', email_verified: true, groups: ['staff', 'skilldesk-admins'] },
};

export async function startIdentityProvider(publicUrl: string): Promise<IdentityProvider> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const idp: IdentityProvider = {
    ...{ url, clientId, clientSecret, signingKey },
    person: ada,
    decision: 'sign in',
    lies: {},
    publicKey: createPublicKey(signingKey),
    asked: [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  const provider = new Provider(url, {
    adapter: memoryAdapter(),
    jwks: { keys: [{ ...signingKey.export({ format: 'jwk' }), kid: keyId }] },
    renderError: (context, { error }) => {
      context.body = error;
    },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${publicUrl}/admin/login/callback`],
        post_logout_redirect_uris: [`${publicUrl}/admin/`],
        application_type: 'native',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups', 'realm_access'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { Interaction: 3600, Session: 36_000, Grant: 36_000, AccessToken: 3600, IdToken: 3600, AuthorizationCode: 60 },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...idp.person.claims }) }),
    cookies: { keys: ['only for tests'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  });

  const decide = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const { id: accountId } = idp.person;
    if (idp.decision === 'decline') {
      await provider.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'CANARY-said-no',
      });
    } else if (prompt.name === 'login') {
      await provider.interactionFinished(request, response, { login: { accountId } });
    } else {
      const grant = new provider.Grant({ accountId: session?.accountId ?? accountId, clientId });
      grant.addOIDCScope(String(params['scope']));
      await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
    }
  };
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const path = request.url?.replace(/\?.*/, '') ?? '';
    idp.asked.push(`${request.method ?? ''} ${path}`);
    if (idp.lies.away) {
      request.socket.destroy();
      return;
    }
    if (path === '/token' || path.startsWith('/.well-known/')) lieIn(response, path, idp);
    const work = path.startsWith('/interaction/') ? decide(request, response) : answer(request, response);
    work.catch(() => response.writeHead(500).end());
  });
  return idp;
}

/** Changes the body on its way out. */
function lieIn(response: ServerResponse, path: string, { lies }: IdentityProvider): void {
  const end = response.end.bind(response) as (body: unknown) => ServerResponse;
  response.end = ((body: unknown) => {
    const told = JSON.parse(String(body)) as Json;
    if (path === '/token' && typeof told['id_token'] === 'string' && lies.idToken) {
      told['id_token'] = lies.idToken(told['id_token']);
    }
    const changed = path === '/token' ? told : (lies.metadata?.(told) ?? told);
    const text = JSON.stringify(changed);
    response.setHeader('Content-Length', Buffer.byteLength(text));
    return end(text);
  }) as typeof response.end;
}
