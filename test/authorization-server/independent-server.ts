import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { memoryAdapter } from './memory-adapter.ts';

interface Options {
  /** `false`: a refresh gives the same refresh token back, as Webex was seen to do. */
  rotates?: boolean;
  accessTokenLifeSeconds?: number;
}

/** An authorization server that nobody of us wrote, at the paths of webexapis.com. */
export interface IndependentServer {
  url: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** How often a refresh token was exchanged, and how often that was refused, as the server itself counts. */
  refreshes: { answered: number; refused: number };
  /** Does what a browser and its person do with the link: signs in, then consents or declines, and gives the address it ends at. */
  browse(link: string, decision?: 'consent' | 'decline'): Promise<URL>;
  close(): Promise<void>;
}

const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const clientId = 'independent-client';
const clientSecret = 'CANARY-independent-secret-0123456789abcdef';
const redirectUri = 'http://localhost:8000/oauth/webex/callback';
const scopes = ['cjp:config_read', 'cjp:config_write', 'spark:applications_token'];

export async function startIndependentServer({
  rotates = true,
  accessTokenLifeSeconds = 3600,
}: Options = {}): Promise<IndependentServer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let decision: 'consent' | 'decline' = 'consent';

  const provider = new Provider(url, {
    adapter: memoryAdapter(),
    jwks: { keys: [{ ...signingKey.export({ format: 'jwk' }), kid: 'test' }] },
    renderError: (context, { error }) => {
      context.body = error;
    },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes,
    routes: { authorization: '/v1/authorize', token: '/v1/access_token' },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    rotateRefreshToken: rotates,
    issueRefreshToken: () => true,
    ttl: {
      AccessToken: accessTokenLifeSeconds,
      RefreshToken: 7_776_000,
      Interaction: 600,
      Session: 600,
      Grant: 7_776_000,
    },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    cookies: { keys: ['only for tests'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  });

  const refreshes = { answered: 0, refused: 0 };
  const isRefresh = (body: unknown) =>
    typeof body === 'object' && body !== null && 'grant_type' in body && body.grant_type === 'refresh_token';
  provider.on('grant.success', ({ oidc }) => (refreshes.answered += isRefresh(oidc.body) ? 1 : 0));
  provider.on('grant.error', ({ oidc }) => (refreshes.refused += isRefresh(oidc.body) ? 1 : 0));

  const decide = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { prompt, params } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      await provider.interactionFinished(request, response, { login: { accountId: 'administrator' } });
      return;
    }
    if (decision === 'decline') {
      await provider.interactionFinished(request, response, { error: 'access_denied' });
      return;
    }
    const grant = new provider.Grant({ accountId: 'administrator', clientId });
    grant.addOIDCScope(String(params['scope']));
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  };
  const callback = provider.callback();
  server.on('request', (request, response) => {
    const work = request.url?.startsWith('/interaction/') ? decide(request, response) : callback(request, response);
    work.catch(() => response.writeHead(500).end());
  });

  return {
    url,
    clientId,
    clientSecret,
    redirectUri,
    refreshes,
    async browse(link, wish = 'consent') {
      decision = wish;
      const cookies = new Map<string, string>();
      let at = new URL(link);
      for (let steps = 0; steps < 20; steps += 1) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          cookies.set(name, value);
        }
        const location = response.headers.get('location');
        if (location === null)
          throw new Error(`No way on from ${at.pathname}: ${response.status} ${await response.text()}`);
        at = new URL(location, at);
        if (at.href.startsWith(redirectUri)) return at;
      }
      throw new Error('The browser was sent around without end.');
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
