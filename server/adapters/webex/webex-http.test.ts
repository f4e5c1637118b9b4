import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { AdminAccess } from '../../admin-token/ports.ts';
import { AppError } from '../../app-error.ts';
import { Secret } from '../../secret.ts';
import { MemoryLedger, SharedBudget } from './request-budget.ts';
import type { Purpose } from './spending.ts';
import { AdminWebex } from './webex-http.ts';

const locked = new AppError('needs-reauthorization', 'An administrator has locked Skilldesk.');
const path = '/organization/an-organization/skill-profile/a-profile';
let server: Server;
let requests: number;
let isLocked: boolean;
let budget: SharedBudget;
let webex: AdminWebex;

beforeEach(async () => {
  requests = 0;
  isLocked = false;
  server = createServer((_request, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  budget = new SharedBudget(new MemoryLedger(), 300);
  const token = () => (isLocked ? Promise.reject(locked) : Promise.resolve(new Secret('CANARY-admin-token')));
  const access: AdminAccess = { state: 'active', token, renew: token, worked: () => undefined };
  webex = new AdminWebex(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, access, budget);
});
afterEach(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));

test.each<Purpose>(['poll', 'person', 'change'])(
  'a reading that waits for its turn when the kill switch comes is not sent (%s)',
  async (purpose) => {
    await budget.rest(0.3);
    const reading = webex.read({ method: 'GET', path }, z.unknown(), purpose);
    setTimeout(() => (isLocked = true), 20);

    await expect(reading).rejects.toBe(locked);
    expect(requests).toBe(0);
  },
);

test('a write that waits for its turn when the kill switch comes is not sent', async () => {
  await budget.rest(0.3);
  const writing = webex.write({ method: 'PUT', path, body: {} }, z.unknown());
  setTimeout(() => (isLocked = true), 20);

  await expect(writing).rejects.toBe(locked);
  expect(requests).toBe(0);
});
