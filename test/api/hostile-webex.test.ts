import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people } from '../simulator/standard-organization.ts';
import { Skilldesk } from './skilldesk.ts';

const megabyte = 1024 * 1024;
const bomb = gzipSync(Buffer.alloc(200 * megabyte));
const canary = 'CANARY-of-upstream';

let elsewhere: Server;
let webex: Server;
let skilldesk: Skilldesk;
const askedElsewhere: string[] = [];
/** What people/me answers to the token of that name. */
const manners = new Map<string, (response: ServerResponse) => void>();

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer({ maxHeaderSize: 65_536 }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

beforeAll(async () => {
  elsewhere = await listen((request, response) => {
    askedElsewhere.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
    response.end('{}');
  });
  webex = await listen((request, response) => {
    const token = request.headers.authorization?.split(' ')[1] ?? '';
    const answer = manners.get(token);
    if (request.url === '/v1/people/me' && answer) answer(response);
    else response.writeHead(404).end();
  });
  skilldesk = await Skilldesk.start({ environment: { WEBEX_API_URL: urlOf(webex) } });
});
afterAll(async () => {
  await skilldesk.close();
  for (const server of [webex, elsewhere]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const redirect = (status: number) => (response: ServerResponse) =>
  response.writeHead(status, { location: `${urlOf(elsewhere)}/v1/people/me?${canary}` }).end(canary);
const say =
  (text: string | Buffer, headers: Record<string, string> = {}, status = 200) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
const drip = (milliseconds: number, chunk: string) => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(chunk), milliseconds);
  response.on('close', () => clearInterval(timer));
};

describe('a Webex that misbehaves is a problem of ours to name, and gets no token to another place', () => {
  test.concurrent.each<[what: string, answer: (response: ServerResponse) => void, status: number]>([
    ['a 301 to another host', redirect(301), 502],
    ['a 302 to another host', redirect(302), 502],
    ['a 303 to another host', redirect(303), 502],
    ['a 307 to another host', redirect(307), 502],
    ['a 308 to another host', redirect(308), 502],
    ['a 6 MB answer', say(JSON.stringify({ id: 'x'.repeat(6 * megabyte) })), 503],
    ['a body without end', drip(1, 'x'.repeat(65_536)), 503],
    ['a gzip bomb', say(bomb, { 'content-encoding': 'gzip' }), 503],
    ['what calls itself gzip and is none', say('{}', { 'content-encoding': 'gzip' }), 503],
    ['headers that never come', () => undefined, 503],
    ['a body that comes byte by byte', drip(500, ' '), 503],
    ['60 kB of headers', say('{}', { 'x-large': 'x'.repeat(60_000) }), 503],
    ['a length that is not true', say('{', { 'content-length': '10' }), 503],
    ['HTML with status 200', say(`<html>${canary}`, { 'content-type': 'text/html' }), 502],
    ['nothing with status 200', say(''), 502],
    ['a 204', say('', {}, 204), 502],
    ['JSON of another shape', say(JSON.stringify([canary])), 502],
    ['JSON 100,000 levels deep', say('['.repeat(100_000)), 502],
    ['an id that is a path', say(JSON.stringify({ id: '../../x', orgId: '../../x' })), 502],
    ['a 500 that says much', say(`{"stack":"${canary}"}`, {}, 500), 503],
  ])('%s', async (what, answer, status) => {
    const token = `token-of-${what.replaceAll(/\W/g, '-')}`;
    manners.set(token, answer);

    const answered = await skilldesk.call('POST', '/api/session', { authorization: `Bearer ${token}` });

    expect(answered.status).toBe(status);
    expect(answered.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answered.body).toMatchObject({ requestId: answered.headers.get('x-request-id') });
    expect(JSON.stringify(answered.body)).not.toContain(canary);
  });

  test('nothing went to another host, and nothing of what was said is in the log', () => {
    expect(askedElsewhere).toEqual([]);
    expect(skilldesk.placesOf(canary)).toEqual([]);
  });

  test('and when it behaves again, so do we', async () => {
    const { ciUserId } = people.nadiaNorth;
    const token = skilldesk.webex.issueDesktopToken(ciUserId);
    const id = (kind: string, uuid: string) => Buffer.from(`ciscospark://us/${kind}/${uuid}`).toString('base64');
    const orgId = id('ORGANIZATION', skilldesk.webex.organization.id);
    manners.set(token, say(JSON.stringify({ id: id('PEOPLE', ciUserId), orgId, displayName: 'Nadia', emails: [] })));

    expect((await skilldesk.call('POST', '/api/session', { authorization: `Bearer ${token}` })).status).toBe(201);
  });
});
