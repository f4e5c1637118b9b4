import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { compose } from '../../server/compose.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/log.ts';
import type { SessionGranted, SkillProfileList } from '../../shared/api.ts';
import type { ChangePreview } from '../../shared/preview.ts';
import { largeOrganization, supervisorDesktopSize } from '../simulator/large-organization.ts';
import { people } from '../simulator/standard-organization.ts';
import { startWebexSimulator } from '../simulator/webex-simulator.ts';

const rounds = 60;

/** Prints how long a preview takes once the snapshot is warm: 500 agents, 250 queues, beside the list of profiles from the same process. */
const webex = await startWebexSimulator({ organization: largeOrganization(), requestsPerMinute: 100_000 });
const folder = mkdtempSync(join(tmpdir(), 'skilldesk-bench-'));
const { serviceApp } = webex.credentials;
const config = readConfig({
  DATABASE_URL: `file:${join(folder, 'skilldesk.db')}`,
  WXCC_ORG_ID: webex.organization.id,
  SETUP_CODE_PRINT: '0',
  WXCC_API_URL: webex.url,
  WEBEX_API_URL: webex.url,
  WEBEX_IDENTITY_URL: webex.url,
  WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
  WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
  WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
  WEBEX_REQUESTS_PER_MINUTE: '100000',
});
const skilldesk = await compose(config, openLog('silent'));
await new Promise<void>((resolve) => skilldesk.server.listen(0, '127.0.0.1', resolve));
await skilldesk.start();
const url = `http://127.0.0.1:${(skilldesk.server.address() as AddressInfo).port}`;

const desktopToken = webex.issueDesktopToken(people.nadiaNorth.ciUserId);
const { token } = await call<SessionGranted>('POST', '/api/session', desktopToken);
await queuesAreRead();
const { skillProfiles, skills } = await call<SkillProfileList>('GET', '/api/skill-profiles', token);
const numbers = skills.filter(({ skillType }) => skillType === 'PROFICIENCY');

const edit = (at: number) => {
  const profile = skillProfiles[at % skillProfiles.length];
  const skill = numbers[at % numbers.length];
  return {
    skillProfileId: profile?.id,
    revision: profile?.revision,
    set: [{ skillId: skill?.id, value: at % 11 }],
    remove: [],
  };
};
const previewOf = (edits: unknown[]) => call<ChangePreview>('POST', '/api/changes/preview', token, { edits });

const rows: [string, Times][] = [
  ['one profile', await timed((round) => previewOf([edit(round)]))],
  [
    'all 30 profiles of the supervisor',
    await timed((round) => previewOf(skillProfiles.map((_, at) => edit(at + round)))),
  ],
  ['beside it: the list of profiles', await timed(() => call('GET', '/api/skill-profiles', token))],
];
process.stdout.write(
  `\nPreview, ${supervisorDesktopSize.users} agents, ${supervisorDesktopSize.queues} queues, ${rounds} rounds, in ms\n`,
);
for (const [what, { median, p95, slowest }] of rows) {
  process.stdout.write(`  ${what.padEnd(36)}  median ${median}  p95 ${p95}  slowest ${slowest}\n`);
}
await skilldesk.stop();
await webex.close();
rmSync(folder, { recursive: true });
process.exit(rows.every(([, { p95 }]) => Number(p95) < 300) ? 0 : 1);

interface Times {
  median: string;
  p95: string;
  slowest: string;
}

async function timed(work: (round: number) => Promise<unknown>): Promise<Times> {
  const times: number[] = [];
  for (let round = -3; round < rounds; round += 1) {
    const began = performance.now();
    await work(round + 3);
    if (round >= 0) times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN).toFixed(1);
  return { median: at(0.5), p95: at(0.95), slowest: at(1) };
}

async function queuesAreRead(): Promise<void> {
  const read = () =>
    new Set(webex.requests.map(({ path }) => path).filter((path) => /service-queue\/[^/]+$/.test(path))).size;
  while (read() < supervisorDesktopSize.queues) await pause(100);
  await pause(300);
}

async function call<Answer>(method: string, path: string, bearer: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
