import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { people } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

// On PostgreSQL only: on SQLite a second process is refused, which process.test.ts shows.
let skilldesk: Skilldesk;
let replica: Awaited<ReturnType<Skilldesk['startReplica']>>;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  replica = await skilldesk.startReplica();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(async () => {
  await replica.stop();
  await skilldesk.close();
});

const here = (path: string) => path;
const there = (path: string) => replica.url + path;

test('a session of one replica is good at the other, and both publish the same keys', async () => {
  expect((await nadia.call('GET', there('/api/agents'))).status).toBe(200);

  const [one, other] = await Promise.all(
    [here, there].map((at) => skilldesk.call('GET', at('/.well-known/jwks.json'))),
  );
  expect(one?.body).toEqual(other?.body);
});

test.each([
  ['here', 'there', here, there],
  ['there', 'here', there, here],
])(
  'a logout %s holds %s within a second, and where it was made with the next request',
  async (_one, _other, at, then) => {
    expect((await nadia.call('GET', then('/api/agents'))).status).toBe(200);

    expect((await nadia.call('DELETE', at('/api/session'))).status).toBe(204);

    const refused = { status: 401, body: { code: 'session-expired' } };
    expect(await nadia.call('GET', at('/api/agents'))).toMatchObject(refused);
    await pause(1_000);
    expect(await nadia.call('GET', then('/api/agents'))).toMatchObject(refused);
  },
);

test('a logout ends one session of a person, not his others', async () => {
  const elsewhere = await skilldesk.signIn(people.nadiaNorth.ciUserId);

  await nadia.call('DELETE', there('/api/session'));

  expect((await elsewhere.call('GET', there('/api/agents'))).status).toBe(200);
});
