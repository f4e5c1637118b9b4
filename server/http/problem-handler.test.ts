import express from 'express';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { openLog } from '../log.ts';
import { problemHandler } from './problem-handler.ts';
import { requestLog } from './request-log.ts';

test('what nobody expected is answered without a word of its inside, and is in the log under the id that the answer has', async () => {
  const said: string[] = [];
  const log = openLog('info', { write: (line) => said.push(line) });
  const app = express().use(requestLog(log));
  app.get('/', () => {
    throw new TypeError('select token from credentials: no such table');
  });
  app.use(problemHandler(log));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));

  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const body = await answer.text();
  await new Promise((resolve) => server.close(resolve));

  expect(answer.status).toBe(500);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const { requestId, ...problem } = JSON.parse(body) as { requestId: string };
  expect(problem).toEqual({
    type: 'urn:skilldesk:problem:internal-error',
    title: 'Something went wrong on our side',
    status: 500,
    detail: 'Skilldesk made a mistake. Nothing more is known here; the request id helps your operator.',
    code: 'internal-error',
  });
  const unexpected = said.map((line) => JSON.parse(line) as object).find((line) => 'error' in line);
  expect(unexpected).toMatchObject({
    requestId,
    error: { name: 'TypeError', message: 'select token from credentials: no such table' },
  });
});
