import { expect, test } from 'vitest';
import { routeTable } from '../../server/http/route-table.ts';
import { people } from '../simulator/standard-organization.ts';
import { signInAtConsole } from './admin.ts';
import { Skilldesk } from './skilldesk.ts';

/** Every secret that an environment can hold is one that may be seen nowhere. */
const everySecret = {
  WEBEX_CLIENT_ID: 'C-integration',
  WEBEX_CLIENT_SECRET: 'CANARY-integration-secret',
  WEBEX_REFRESH_TOKEN: 'CANARY-integration-refresh',
  WEBEX_SERVICE_APP_ACCESS_TOKEN: 'CANARY-service-app-access',
  WEBEX_TOKEN_MANAGER_CLIENT_ID: 'C-manager',
  WEBEX_TOKEN_MANAGER_CLIENT_SECRET: 'CANARY-manager-secret',
  WEBEX_TOKEN_MANAGER_REFRESH_TOKEN: 'CANARY-manager-refresh',
  WEBEX_PERSONAL_ACCESS_TOKEN: 'CANARY-personal',
  WEBEX_ACCESS_TOKEN: 'CANARY-direct',
};

test('nothing that an admin can read at the console holds a secret', async () => {
  const skilldesk = await Skilldesk.start({ environment: everySecret });
  const admin = await signInAtConsole(skilldesk, 'recent-admin');
  await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const paths = Object.values(routeTable)
    .filter(({ method, path }) => method === 'GET' && path.startsWith('/admin/'))
    .map(({ path }) => path.replace(/:\w+/, '00000000-0000-4000-8000-00000000dead'));
  const started = await admin.call('POST', '/admin/connect/start', { kind: 'integration' });
  const bodies = [started];
  for (const path of paths) bodies.push(await admin.call('GET', path));
  bodies.push(
    await admin.call('POST', '/admin/api/doctor'),
    await admin.call('POST', '/admin/api/connect/service-app', {}),
    await admin.call('POST', '/admin/api/token/renew'),
    await admin.call('POST', '/admin/api/audit/export', { format: 'jsonl' }),
  );

  expect(paths.length).toBeGreaterThan(5);
  expect(started.status).toBe(201);
  const text = bodies.map(({ headers, body }) => JSON.stringify([[...headers], body])).join('\n');
  expect(text).not.toContain('CANARY');
  for (const secret of skilldesk.webex.secrets()) expect(text).not.toContain(secret);
  // Searches everything that was answered, logged and stored as well.
  await skilldesk.close();
});
