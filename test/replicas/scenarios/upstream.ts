import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Fault } from '../../simulator/faults.ts';
import { people } from '../../simulator/standard-organization.ts';
import type { Scenario } from '../play.ts';
import type { ReplicaSite } from '../replica-site.ts';

/** Longer than any deadline of ours. */
const held = 30_000;
const whileWrong = 15_000;
const contactCenter = '/organization/';

/** Before the faults that are there already. */
async function answeredBy(site: ReplicaSite, faults: readonly Fault[]): Promise<void> {
  const lasting = faults.map((fault): Fault => ({ path: contactCenter, times: Infinity, ...fault }));
  site.webex.faults.unshift(...lasting);
  await pause(whileWrong);
  const rest = site.webex.faults.filter((fault) => !lasting.includes(fault));
  site.webex.faults.splice(0, Infinity, ...rest);
}

export const answersHeld: Scenario = {
  name: 'Webex answers 30 s late',
  async run({ toWebex }) {
    toWebex.delay = held;
    await pause(whileWrong);
    toWebex.delay = 0;
    return undefined;
  },
};

export const upstreamHalfOpen: Scenario = {
  name: 'connections to Webex half open',
  async run({ toWebex }) {
    toWebex.isDeaf = true;
    toWebex.mute();
    await pause(whileWrong);
    toWebex.isDeaf = false;
    return undefined;
  },
};

export const requestStorm: Scenario = {
  name: '429 to everything',
  async run(site) {
    const before = site.webex.requests.length;
    await answeredBy(site, [{ status: 429, headers: { 'Retry-After': '2' } }]);
    const turnedAway = site.webex.requests.slice(before).filter(({ status }) => status === 429).length;
    return `${turnedAway} requests turned away in ${whileWrong / 1000} s`;
  },
};

export const webexDown: Scenario = {
  name: '500 to everything',
  async run(site) {
    await answeredBy(site, [{ status: 500, body: { trackingId: 'down' } }]);
    return undefined;
  },
};

/** What is not JSON, not all of it, far too much of it, or somewhere else; of a write, with it carried out or not. */
export const malformedAnswers: Scenario = {
  name: 'HTML, truncated, gzip bomb, redirect',
  async run(site) {
    let askedElsewhere = 0;
    const elsewhere = createServer((_request, response) => {
      askedElsewhere += 1;
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    const answers: Fault[] = [
      { status: 200, body: '<html>hello</html>', headers: { 'Content-Type': 'text/html' } },
      { status: 200, body: '{"data":[{"id":"', headers: { 'Content-Type': 'application/json' } },
      { status: 200, body: bomb, headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' } },
      { status: 307, headers: { Location: `http://127.0.0.1:${port}/` } },
    ];
    for (const answer of answers) {
      site.webex.faults.unshift(
        ...['PUT', 'PATCH'].map((method) => ({ ...answer, method, applyFirst: true, times: 3 })),
        { ...answer, path: contactCenter, times: 12 },
      );
      await pause(whileWrong / answers.length);
    }
    site.webex.faults.splice(0, Infinity, ...site.webex.faults.filter(({ times }) => times === Infinity));
    elsewhere.close();
    if (askedElsewhere > 0) throw new Error('a request went where Webex redirected it');
    return 'nothing was asked where the redirect leads';
  },
};

/** Who is signed in works on; nobody else comes in, and is told when to ask again. */
export const identityDown: Scenario = {
  name: 'identity provider down',
  async run(site, load) {
    const { webex } = site;
    const before = load.acknowledged;
    const down: Fault = { path: '/v1/people/me', status: 503, times: Infinity };
    webex.faults.unshift(down);
    await pause(whileWrong / 2);
    const response = await fetch(`${site.url}/api/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${webex.issueDesktopToken(people.victorViewer.ciUserId)}` },
    });
    const { code } = (await response.json()) as { code: string };
    await pause(whileWrong / 2);
    webex.faults.splice(webex.faults.indexOf(down), 1);
    const asked = `${response.status} ${code}, Retry-After ${response.headers.get('retry-after')}`;
    return `${load.acknowledged - before} Changes meanwhile; a new session: ${asked}`;
  },
};
