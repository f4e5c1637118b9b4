import { request as rawRequest } from 'node:http';
import { expect, test } from 'vitest';
import { call } from './simulator-call.ts';
import { people, skillProfileIds, teamIds } from './standard-organization.ts';
import { simulatorsOfThisFile } from './with-simulator.ts';

const start = simulatorsOfThisFile();

interface Page {
  meta: { page: number; pageSize: number; totalPages: number; totalRecords: number; links: Record<string, string> };
  data: Record<string, unknown>[];
}

async function list(path: string, maxPageSize = 100) {
  const simulator = await start();
  simulator.switches.maxPageSize = maxPageSize;
  const answer = await call(simulator, simulator.credentials.serviceApp.accessToken, 'GET', path);
  return { ...answer, page: answer.body as unknown as Page };
}

test('a page names its neighbours with relative links, and none where there is none', async () => {
  const first = await list('/v2/skill-profile?pageSize=3');
  expect(first.page.meta).toMatchObject({ page: 0, pageSize: 3, totalPages: 3, totalRecords: 8 });
  expect(first.page.meta.links['next']).toMatch(/^\/organization\/.+page=1/);
  expect(first.page.meta.links).not.toHaveProperty('prev');
  const last = await list('/v2/skill-profile?pageSize=3&page=2');
  expect(last.page.data).toHaveLength(2);
  expect(last.page.meta.links).not.toHaveProperty('next');
});

test('a page size above the limit is silently shrunk', async () => {
  const { page } = await list('/v2/user?pageSize=100', 10);
  expect([page.meta.pageSize, page.meta.totalPages, page.data.length]).toEqual([10, 4, 10]);
});

test('lists leave arrays out, except for exactly one record when asked', async () => {
  expect((await list('/v2/skill-profile')).page.data[0]).not.toHaveProperty('activeSkills');
  expect((await list('/v2/team')).page.data[0]).not.toHaveProperty('userIds');
  expect((await list('/v2/contact-service-queue')).page.data[0]).not.toHaveProperty('queueSkillRequirements');
  const one = await list(`/v2/skill-profile?filter=id==${skillProfileIds.peakReserve}&singleObjectResponse=true`);
  expect(one.page.data[0]).toHaveProperty('activeSkills');
  expect((await list('/v2/skill-profile?singleObjectResponse=true')).status).toBe(400);
});

test.each([
  [`/v2/skill-profile?filter=id==${skillProfileIds.peakReserve}`, 1],
  [`/v2/skill-profile?filter=id!=${skillProfileIds.peakReserve}`, 7],
  [`/v2/skill-profile?filter=id=in=(${skillProfileIds.peakReserve},${skillProfileIds.salesHunter})`, 2],
  [`/v2/skill-profile?filter=id=out=(${skillProfileIds.peakReserve},${skillProfileIds.salesHunter})`, 6],
  ['/v2/skill-profile?filter=name==%22Sales%20Hunter%22', 1],
  [`/v2/user?filter=email==${people.nadiaNorth.email}`, 1],
  ['/v2/skill?filter=name==German,name==English', 2],
  [`/v2/skill?filter=name==German;active==false`, 0],
  ['/v2/skill-profile?search=support', 2],
  ['/v2/user?search=field==%22lastName%22;value==%22North%22', 1],
  ['/v3/user-profile?search=SUPERVISOR', 4],
])('%s finds %i', async (path, records) => {
  const { status, page } = await list(path);
  expect([status, page.meta.totalRecords]).toEqual([200, records]);
});

test.each([
  '/v2/skill-profile?filter=name==Sales%20Hunter',
  '/v2/skill-profile?filter=colour==blue',
  '/v2/skill-profile?attributes=id,activeSkills',
  '/v2/skill-profile?page=first',
  `/skill-profile?filter=name==German`,
])('%s is a 400', async (path) => {
  expect((await list(path)).status).toBe(400);
});

test('raw quotes in a filter are a 400', async () => {
  const simulator = await start();
  const { port } = new URL(simulator.url);
  const status = await new Promise((resolve, reject) => {
    rawRequest(
      {
        port,
        path: `/organization/${simulator.organization.id}/v2/skill?filter=name=="German"`,
        headers: { Authorization: `Bearer ${simulator.credentials.serviceApp.accessToken}` },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    )
      .on('error', reject)
      .end();
  });
  expect(status).toBe(400);
});

test('attributes answers what it names', async () => {
  const { page } = await list('/v2/skill-profile?attributes=id,version,lastUpdatedTime&pageSize=1');
  expect(Object.keys(page.data[0] ?? {})).toEqual(['id', 'version', 'lastUpdatedTime']);
});

test('lists without v2 are bare arrays', async () => {
  expect((await list('/skill-profile')).text).toMatch(/^\[/);
});

test('items do not answer under v2, queues excepted, and lists take no POST', async () => {
  const missing = await list(`/v2/team/${teamIds.billing}`);
  expect(missing.status).toBe(404);
  expect(missing.body).toMatchObject({ status: 404, error: 'Not Found' });
  const simulator = await start();
  const wrong = await call(simulator, simulator.credentials.serviceApp.accessToken, 'POST', '/v2/skill-profile', {});
  expect(wrong.status).toBe(405);
  expect(wrong.body).toMatchObject({ status: 405, error: 'Method Not Allowed' });
  expect((await list('/nothing')).body).toMatchObject({ error: 'Not Found' });
});

test('the members of a team stand on its item', async () => {
  const { body } = await list(`/team/${teamIds.billing}`);
  expect(body['userIds']).toHaveLength(6);
});
