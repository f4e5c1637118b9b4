import { afterEach, beforeEach, expect, test } from 'vitest';
import { skillProfileIds } from '../simulator/standard-organization.ts';
import { CommandProcess } from './command-process.ts';

const probe = `doctor --probe-write ${skillProfileIds.billingSpecialist}`;
let installation: CommandProcess;
beforeEach(async () => {
  installation = await CommandProcess.start();
  await installation.skilldesk('status', installation.serviceApp());
});
afterEach(() => installation.close());

const puts = () => installation.webex.requests.filter(({ method }) => method === 'PUT').length;

test('the doctor’s write stands in the journal as the doctor’s, with its outcome', async () => {
  expect(await installation.skilldesk(probe)).toMatchObject({
    code: 0,
    output: expect.stringContaining('written back unchanged') as string,
  });

  expect(puts()).toBe(1);
  expect(installation.journal()).toEqual([{ actor: 'skilldesk-doctor', outcome: 'verified' }]);
}, 30_000);

test('while writing is paused the doctor writes nothing either', async () => {
  await installation.skilldesk('pause');

  const { code, output } = await installation.skilldesk(probe);

  expect(code).toBe(1);
  expect(output).toContain('Nothing may be written now');
  expect(puts()).toBe(0);
  expect(installation.journal()).toEqual([]);
}, 30_000);
