import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionGranted, SkillProfileList } from '../../shared/api.ts';
import { isFinal, type Change } from '../../shared/change.ts';
import { startBackend } from '../demo/backend-process.ts';
import { freePort } from '../demo/free-port.ts';
import { largeOrganization } from '../simulator/large-organization.ts';
import { people } from '../simulator/standard-organization.ts';
import { startWebexSimulator } from '../simulator/webex-simulator.ts';
import { printTable } from './print-table.ts';

/** Prints how one Change of many profiles gets through 300 requests a minute, undisturbed and killed half-way. `npm run bench:bulk -- 60` takes 60 profiles. */
const profiles = Number(process.argv[2] ?? 200);
const share = 240;
/** A round that takes longer has failed, and is shown as it stands. */
const longest = 10 * 60_000;
const size = { users: 60, teams: 10, skills: 16, skillProfiles: profiles, queues: 4 };
const webex = await startWebexSimulator({ organization: largeOrganization(size), requestsPerMinute: 300 });
const folder = mkdtempSync(join(tmpdir(), 'skilldesk-bench-'));
const { serviceApp } = webex.credentials;
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const environment = {
  PORT: String(port),
  DATABASE_URL: `file:${join(folder, 'skilldesk.db')}`,
  WXCC_ORG_ID: webex.organization.id,
  SETUP_CODE_PRINT: '0',
  WXCC_API_URL: webex.url,
  WEBEX_API_URL: webex.url,
  WEBEX_IDENTITY_URL: webex.url,
  WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
  WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
  WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
  EDIT_POLICY: 'open',
};
let backend = startBackend({ port, watch: false, environment });
await backend.ready();
let token = '';
const list = await whenAllIsRead();
const head = [
  'round',
  'outcomes',
  'seconds',
  'calls',
  '429s',
  `edits' use of ${share}/min`,
  'written once',
  'more than once',
  'most in a minute',
];
const rows = [];
for (const [name, isKilled] of [
  ['undisturbed', false],
  ['kill -9 half-way', true],
] as const) {
  const row = await round(name, isKilled);
  rows.push(row);
  // Each takes minutes: what is known is said, whatever becomes of the next.
  process.stdout.write(`${head.map((what, at) => `${what}: ${row.cells[at] ?? ''}`).join(' · ')}\n`);
}
printTable(
  `One Change of ${profiles} profiles, 300 requests a minute, of which edits may take ${share}`,
  head,
  rows.map(({ cells }) => cells),
);
await backend.stop();
await webex.close();
rmSync(folder, { recursive: true });
process.exit(rows.every(({ isAsPromised }) => isAsPromised) ? 0 : 1);

async function round(name: string, isKilled: boolean): Promise<{ cells: string[]; isAsPromised: boolean }> {
  const numbers = new Set(list.skills.filter(({ skillType }) => skillType === 'PROFICIENCY').map(({ id }) => id));
  const known = await call<SkillProfileList>('GET', '/api/skill-profiles');
  const edits = known.skillProfiles.map(({ id, revision, values = [] }) => {
    const skill = values.find(({ skillId }) => numbers.has(skillId));
    return { skillProfileId: id, revision, set: [{ skillId: skill?.skillId, value: (Number(skill?.value) + 1) % 11 }] };
  });
  // The minute before belongs to somebody else.
  await pause(61_000);
  const from = webex.requests.length;
  const began = Date.now();
  let change = await call<Change>('POST', '/api/changes', { edits, reason: 'a bench' });
  for (let isAlive = true; !change.items.every(({ outcome }) => isFinal(outcome));) {
    if (Date.now() - began > longest) break;
    await pause(500);
    change = await call<Change>('GET', `/api/changes/${change.id}`);
    const done = change.items.filter(({ outcome }) => isFinal(outcome)).length;
    if (!isKilled || !isAlive || done < edits.length / 2) continue;
    isAlive = false;
    await backend.kill();
    backend = startBackend({ port, watch: false, environment });
    await backend.ready();
  }
  const seconds = (Date.now() - began) / 1000;
  const made = webex.requests.slice(from).filter(({ tokenKind }) => tokenKind === 'service-app');
  const writes = new Map<string, number>();
  for (const { method, path, status } of made)
    if (method === 'PUT' && status === 200) writes.set(path, (writes.get(path) ?? 0) + 1);
  const refused = made.filter(({ status }) => status === 429).length;
  const twice = [...writes.values()].filter((times) => times > 1).length;
  const ofEdits = made.filter(({ path }) => writes.has(path)).map(({ at }) => at);
  const used = usedShare(ofEdits, began, seconds);
  const most = Math.max(...made.map(({ at }) => made.filter((one) => one.at >= at && one.at < at + 60_000).length));
  const outcomes = Object.entries(Object.groupBy(change.items, ({ outcome }) => outcome));
  const cells = [
    name,
    outcomes.map(([outcome, items]) => `${items.length} ${outcome}`).join(', '),
    seconds.toFixed(0),
    String(made.length),
    String(refused),
    `${(used * 100).toFixed(0)} %`,
    String(writes.size - twice),
    String(twice),
    String(most),
  ];
  const isWhole = change.items.every(({ outcome }) => outcome === 'verified') && writes.size === edits.length;
  return { cells, isAsPromised: isWhole && refused === 0 && twice === 0 && (isKilled || used >= 0.9) };
}

/** Over the whole minutes of the run; what is left of the last one is no minute. */
function usedShare(times: readonly number[], began: number, seconds: number): number {
  const minutes = Math.max(1, Math.floor(seconds / 60));
  return times.filter((at) => at < began + minutes * 60_000).length / (minutes * share);
}

async function whenAllIsRead(): Promise<SkillProfileList> {
  for (;;) {
    const known = await call<SkillProfileList>('GET', '/api/skill-profiles').catch(() => undefined);
    if (known?.complete) return known;
    await pause(2_000);
  }
}

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
  };
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.status === 401) {
    await response.arrayBuffer();
    token = await signIn();
    return call(method, path, body);
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function signIn(): Promise<string> {
  const headers = { authorization: `Bearer ${webex.issueDesktopToken(people.admin.ciUserId)}` };
  const response = await fetch(`${url}/api/session`, { method: 'POST', headers });
  if (!response.ok) throw new Error(`no session: ${response.status} ${await response.text()}`);
  return ((await response.json()) as SessionGranted).token;
}
