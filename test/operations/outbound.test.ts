import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outboundHosts } from '../../server/outbound-hosts.ts';
import type { SessionGranted } from '../../shared/api.ts';
import { childEnvironment } from '../child-environment.ts';
import { freePort } from '../demo/free-port.ts';
import { people } from '../simulator/standard-organization.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';

/** Nobody but the proxy knows this name. */
const name = 'webex.skilldesk.test';
let webex: WebexSimulator;
let folder: string;
let tls: Server;
let proxy: Server;
/** What the proxy was asked to connect to. */
let connected: string[];
/** What came in by TLS, whether or not by the proxy. */
let arrived: string[];
let child: ChildProcess | undefined;
let said = '';

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = async (server: Server) => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

/** An authority of a company's own, and a certificate by it. */
function makeCertificates(): void {
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=CANARY authority');
  openssl('req', ...key, '-keyout', 'own.key', '-out', 'own.csr', '-subj', `/CN=${name}`);
  writeFileSync(join(folder, 'names'), `subjectAltName=DNS:${name},DNS:localhost`);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', '-days', '2'];
  openssl('x509', '-req', '-in', 'own.csr', ...signed, '-out', 'own.pem');
}

beforeEach(async () => {
  // Of this test alone: what a child of the one before had sent may still come in.
  const arriving: string[] = [];
  [connected, arrived, said] = [[], arriving, ''];
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-outbound-'));
  makeCertificates();
  webex = await startWebexSimulator();
  const certificate = { key: readFileSync(join(folder, 'own.key')), cert: readFileSync(join(folder, 'own.pem')) };
  tls = await listening(
    createHttpsServer(certificate, (incoming, outgoing) => {
      arriving.push(`${incoming.headers.host ?? ''} ${incoming.url ?? ''}`);
      const { method = 'GET', url = '/', headers } = incoming;
      const onward = request(webex.url + url, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      // Its server may be closed while the child still asks.
      onward.on('error', () => outgoing.destroy());
      incoming.pipe(onward);
    }),
  );
  proxy = await listening(createServer((_request, response) => response.writeHead(405).end()));
  proxy.on('connect', ({ url = '' }: { url?: string }, client: Duplex) => {
    connected.push(url);
    const upstream = connect(portOf(tls), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const end of [upstream, client]) end.on('error', () => [upstream, client].forEach((one) => one.destroy()));
  });
});
afterEach(async () => {
  if (child) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  for (const server of [tls, proxy]) {
    server.closeAllConnections();
    server.close();
  }
  await webex.close();
  rmSync(folder, { recursive: true });
});

/** A secret is given by a file, as everywhere in production. */
function secretFile(content: string): string {
  const path = join(folder, 'secret');
  writeFileSync(path, `${content}\n`, { mode: 0o600 });
  return path;
}

async function serve(host: string, environment: Record<string, string>): Promise<string> {
  const port = await freePort();
  const { clientId, clientSecret, refreshToken } = webex.credentials.serviceApp;
  const url = `https://${host}:${portOf(tls)}`;
  child = spawn(process.execPath, ['server/main.ts'], {
    env: {
      ...childEnvironment(),
      PORT: String(port),
      DATABASE_URL: `file:${join(folder, 'skilldesk.db')}`,
      WXCC_ORG_ID: webex.organization.id,
      WXCC_API_URL: url,
      WEBEX_API_URL: url,
      WEBEX_IDENTITY_URL: url,
      WEBEX_SERVICE_APP_CLIENT_ID: clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET_FILE: secretFile(clientSecret),
      WEBEX_SERVICE_APP_REFRESH_TOKEN: refreshToken,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const base = `http://127.0.0.1:${port}`;
  await expect
    .poll(() =>
      fetch(`${base}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    .toBe(true);
  return base;
}

const tokenState = async (base: string) => ((await (await fetch(`${base}/readyz`)).json()) as { token: string }).token;

async function signIn(base: string) {
  const authorization = `Bearer ${webex.issueDesktopToken(people.nadiaNorth.ciUserId)}`;
  const response = await fetch(`${base}/api/session`, { method: 'POST', headers: { authorization } });
  return { status: response.status, body: (await response.json()) as SessionGranted };
}

describe('an outbound proxy and an authority of one’s own', () => {
  test('every call goes by the proxy: the token’s, the organization’s and those with a desktop token', async () => {
    const base = await serve(name, {
      HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    });

    await expect.poll(() => tokenState(base)).toBe('active');
    expect((await signIn(base)).status).toBe(201);
    const url = `https://${name}:${portOf(tls)}`;
    const listed = outboundHosts({
      contactCenterUrl: url,
      webexUrl: url,
      identityUrl: url,
      databaseUrl: 'file:x',
      sso: undefined,
    });
    expect(new Set(connected)).toEqual(new Set(listed.map(({ host, port }) => `${host}:${port}`)));
    // What has just come in is still on its way to the other.
    await expect.poll(() => arrived.length - webex.requests.length).toBe(0);
    expect(arrived.some((one) => one.endsWith('/v1/access_token'))).toBe(true);
    expect(said).not.toContain(webex.credentials.serviceApp.clientSecret);
  });

  test('a host in NO_PROXY is called directly', async () => {
    const base = await serve('localhost', {
      HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
      NO_PROXY: 'localhost',
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    });

    await expect.poll(() => tokenState(base)).toBe('active');
    expect(connected).toEqual([]);
    expect(arrived.length).toBeGreaterThan(0);
  });

  test('a certificate by an authority that nobody named is refused: no secret is sent, and the log says why', async () => {
    const base = await serve(name, { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` });

    await expect.poll(() => connected.length).toBeGreaterThan(0);
    expect((await signIn(base)).status).toBe(503);
    expect(await tokenState(base)).not.toBe('active');
    expect(arrived).toEqual([]);
    await expect.poll(() => said).toContain('TLS to Webex failed');
    expect(said).toMatch(/"tlsFault":"[A-Z_]*(CERT|SIGNATURE)/);
  });
});
