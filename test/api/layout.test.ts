import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mergePage } from '../../server/layout/merge-layout.ts';
import type { Covered, LayoutCoverage, LayoutDesk, LayoutFile } from '../../shared/layout-api.ts';
import type { Organization } from '../simulator/organization.ts';
import { defaultLayout } from '../simulator/standard-layouts.ts';
import { layoutIds, people, teamIds } from '../simulator/standard-organization.ts';
import { signInAtConsole, type Admin } from './admin.ts';
import { Skilldesk } from './skilldesk.ts';
import { asItIs, later } from './later.ts';

const desktop = 'https://desktop.wxcc-us1.cisco.com';
let skilldesk: Skilldesk;
let operator: Admin;

/** What the organization was like, and how many minutes are past what the server remembers of it. */
let before: { layouts: Organization['layouts']; teams: Organization['teams']; users: Organization['users'] };
let minutes = 0;
let uploads = 0;

beforeAll(start);
afterAll(async () => {
  asItIs();
  await skilldesk.close();
});
beforeEach(() => {
  const { layouts, teams, users } = skilldesk.webex.organization;
  before = { layouts: new Map(layouts), teams: new Map(teams), users: new Map(users) };
  anotherMinute();
  for (const id of Object.values(layoutIds)) upload(id, defaultLayout());
});
afterEach(() => {
  const { organization, faults, switches } = skilldesk.webex;
  for (const name of ['layouts', 'teams', 'users'] as const) {
    const among = organization[name] as Map<string, unknown>;
    among.clear();
    for (const [id, stored] of before[name]) among.set(id, stored);
  }
  faults.length = 0;
  switches.layoutContent = 'text';
});

async function start(): Promise<void> {
  // The clock of a database does not jump, so all these readings are of one minute.
  const perMinute = 3_000;
  skilldesk = await Skilldesk.start({
    environment: { WEBEX_REQUESTS_PER_MINUTE: String(perMinute) },
    simulator: { requestsPerMinute: perMinute },
  });
  operator = await signInAtConsole(skilldesk, 'operator');
}

/** Past what is remembered of the last reading. */
function anotherMinute(): void {
  minutes += 1;
  asItIs();
  later(minutes * 60_000);
}

const desk = async (query = '') => {
  const { status, body } = await operator.call('GET', `/admin/api/layout${query}`);
  expect(status).toBe(200);
  return body as LayoutDesk;
};

async function coverage(): Promise<LayoutCoverage> {
  const { coverage } = await desk();
  if ('unread' in coverage) throw new Error(coverage.unread);
  return coverage;
}

const named = (all: readonly Covered[] | undefined, name: string) => all?.find((one) => one.name === name);

/** What an administrator uploads in Control Hub; `layout` is the text of the file. */
function upload(id: string, layout: string): void {
  const stored = skilldesk.webex.organization.layouts.get(id);
  if (!stored) throw new Error('There is no such layout.');
  const version = (uploads += 1);
  skilldesk.webex.organization.layouts.set(id, { ...stored, version, jsonFileContent: layout });
}
const withPage = (publicUrl = skilldesk.publicUrl) => mergePage(defaultLayout(), { publicUrl }).layout;

function change<T extends { id: string }>(among: Map<string, T>, id: string, part: Partial<T>): void {
  const stored = among.get(id);
  if (!stored) throw new Error('There is no such thing.');
  among.set(id, { ...stored, ...part });
}

describe('a layout that is uploaded', () => {
  test('comes back with the page, merged twice it is the same, and removing gives it back to the letter', async () => {
    const before = `\uFEFF${defaultLayout().replaceAll('\n', '\r\n').replace('"notificationTimer": 8', '"notificationTimer": 8.0')}`;
    const ask = async (what: string, layout: string) => {
      const { status, body } = await operator.call('POST', `/admin/api/layout/${what}`, { layout });
      expect(status).toBe(200);
      return body as LayoutFile;
    };

    const merged = await ask('merge', before);
    expect(merged.changes).toEqual([
      { persona: 'supervisor', what: 'added' },
      { persona: 'supervisorAgent', what: 'added' },
    ]);
    expect(merged.layout).toBe(mergePage(before, { publicUrl: skilldesk.publicUrl }).layout);
    expect((await ask('merge', merged.layout)).layout).toBe(merged.layout);
    expect((await ask('remove', merged.layout)).layout).toBe(before);
  });

  test('may be larger than other requests, up to what a layout can be', async () => {
    const large = (length: number) =>
      defaultLayout().replace('"logo": ""', `"logo": "${'"\\'.repeat(length / 4).replaceAll(/["\\]/g, '\\$&')}"`);
    const answers = await Promise.all(
      [900_000, 1_100_000, 3_000_000].map((length) =>
        operator.call('POST', '/admin/api/layout/merge', { layout: large(length) }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 413, 413]);
    for (const { body } of answers.slice(1))
      expect(body).toMatchObject({ code: 'too-large', detail: expect.stringContaining('1 MB') as string });
    expect(await operator.call('POST', '/admin/api/layout/merge', { layout: defaultLayout(), more: 1 })).toMatchObject({
      status: 400,
    });
  });

  test('that cannot be used is refused with every fault by its path', async () => {
    const { status, body } = await operator.call('POST', '/admin/api/layout/merge', {
      layout: '{"agent":{},"supervisor":1}',
    });

    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'bad-request',
      errors: [
        { path: 'supervisor' },
        { path: 'supervisorAgent', detail: expect.stringContaining('is missing') as string },
      ],
    });
  });

  test('is not stored anywhere, nor logged', async () => {
    await operator.call('POST', '/admin/api/layout/merge', {
      layout: defaultLayout().replace('"logo": ""', '"logo": "CANARY-of-a-layout"'),
    });
    skilldesk.answered.length = 0;

    await skilldesk.searchForSecrets('CANARY-of-a-layout');
  });
});

describe('who finds the page in his desktop', () => {
  test('before anybody has put it into a layout: nobody', async () => {
    const { layouts, teams, supervisors = [] } = await coverage();

    expect(layouts.map(({ name, standing, isGlobal }) => [name, standing, isGlobal])).toEqual([
      ['Billing Desk', 'absent', false],
      ['Global Layout', 'absent', true],
    ]);
    expect(teams.map(({ standing }) => standing)).toEqual(Array(5).fill('absent'));
    expect(supervisors.map(({ name }) => name)).toEqual([
      'Colin Clarke',
      'Gwen Global',
      'Nadia North',
      'Rosa Reskill',
      'Victor Viewer',
    ]);
    expect(new Set(supervisors.map(({ standing }) => standing))).toEqual(new Set(['absent']));
  });

  test('layouts hang on teams: with the page in the global one alone, the team with its own and its supervisors have none', async () => {
    upload(layoutIds.global, withPage());
    change(skilldesk.webex.organization.users, people.nadiaNorth.id, { preferredSupervisorTeamId: teamIds.billing });
    change(skilldesk.webex.organization.users, people.colinColleague.id, {
      preferredSupervisorTeamId: teamIds.support,
    });

    const { layouts, teams, supervisors } = await coverage();

    expect(layouts.find(({ id }) => id === layoutIds.global)).toMatchObject({
      standing: 'current',
      scripts: [`${skilldesk.publicUrl}/widget/v1/skilldesk.js`],
    });
    expect(named(teams, 'Billing')).toMatchObject({ layoutId: layoutIds.billing, standing: 'absent' });
    expect(named(teams, 'Sales')).toMatchObject({ layoutId: layoutIds.global, standing: 'current' });
    expect(named(supervisors, 'Nadia North')).toMatchObject({
      id: people.nadiaNorth.ciUserId,
      standing: 'absent',
      reason: expect.stringContaining('Billing') as string,
    });
    expect(named(supervisors, 'Colin Clarke')).toMatchObject({ standing: 'current' });
    expect(named(supervisors, 'Gwen Global')).toMatchObject({
      standing: 'current',
      reason: expect.stringContaining('no team of his own') as string,
    });
  });

  test('of whom Webex does not say by which of his teams: unknown where they differ, and told where they do not', async () => {
    upload(layoutIds.global, withPage());
    change(skilldesk.webex.organization.users, people.nadiaNorth.id, { teamIds: [teamIds.billing, teamIds.sales] });
    change(skilldesk.webex.organization.users, people.colinColleague.id, { teamIds: [teamIds.claims, teamIds.sales] });

    const { supervisors } = await coverage();

    expect(named(supervisors, 'Nadia North')).toMatchObject({ standing: 'unknown', layoutId: null });
    expect(named(supervisors, 'Colin Clarke')).toMatchObject({ standing: 'current', layoutId: layoutIds.global });
  });

  test('a page of another installation, or in one persona only, is not the page of today', async () => {
    upload(layoutIds.global, withPage('https://old.example.com'));
    const { supervisor, ...others } = JSON.parse(defaultLayout()) as Record<string, unknown>;
    const merged = JSON.parse(withPage()) as Record<string, unknown>;
    upload(
      layoutIds.billing,
      JSON.stringify({ ...others, supervisor: merged['supervisor'], supervisorAgent: others['supervisorAgent'] }),
    );
    expect(supervisor).toBeDefined();

    const { layouts } = await coverage();

    expect(layouts).toMatchObject([
      { name: 'Billing Desk', standing: 'absent', reason: expect.stringContaining('supervisorAgent') as string },
      { name: 'Global Layout', standing: 'outdated', scripts: ['https://old.example.com/widget/v1/skilldesk.js'] },
    ]);
  });

  test.each(['text', 'object'] as const)(
    'a layout is read whether Webex gives it as text or as an object (%s)',
    async (position) => {
      skilldesk.webex.switches.layoutContent = position;
      upload(layoutIds.global, withPage());

      expect((await coverage()).layouts[1]).toMatchObject({ name: 'Global Layout', standing: 'current' });
    },
  );

  test('what Webex does not tell is unknown, and never taken for yes or no', async () => {
    skilldesk.webex.switches.layoutContent = 'absent';
    upload(layoutIds.global, withPage());

    const { layouts, teams, supervisors = [] } = await coverage();

    for (const { standing } of [...layouts, ...teams, ...supervisors]) expect(standing).toBe('unknown');
    expect(layouts[0]?.reason).toContain('Webex does not show');
  });

  test('a layout that is not active, or that Webex does not show, is unknown', async () => {
    upload(layoutIds.global, withPage());
    upload(layoutIds.billing, withPage());
    change(skilldesk.webex.organization.layouts, layoutIds.billing, { status: false });
    change(skilldesk.webex.organization.teams, teamIds.sales, { desktopLayoutId: layoutIds.global.replace(/^./, 'f') });

    const { teams } = await coverage();

    expect(named(teams, 'Billing')).toMatchObject({
      standing: 'unknown',
      reason: expect.stringContaining('not active') as string,
    });
    expect(named(teams, 'Sales')).toMatchObject({ standing: 'unknown' });
    expect(named(teams, 'Claims')).toMatchObject({ standing: 'current' });
  });

  test('one layout that cannot be read leaves the others known', async () => {
    upload(layoutIds.global, withPage());
    skilldesk.webex.faults.push({ method: 'GET', path: `/desktop-layout/${layoutIds.billing}`, status: 500 });

    const { layouts } = await coverage();

    expect(layouts).toMatchObject([
      { standing: 'unknown', reason: expect.stringContaining('try again') as string },
      { standing: 'current' },
    ]);
  });

  test('where Webex refuses the layouts, page and hosts are told all the same, and why the rest is not', async () => {
    skilldesk.webex.faults.push({ method: 'GET', path: '/v2/desktop-layout', status: 403 });

    const { page, hosts, coverage } = await desk();

    expect(page).toMatchObject({ nav: { navigateTo: 'skilldesk' } });
    expect(hosts).toHaveLength(1);
    expect(coverage).toEqual({ unread: expect.stringContaining('Webex refused') as string });
  });

  test('where Webex does not show who supervises, teams are told and supervisors are not', async () => {
    skilldesk.webex.faults.push({ method: 'GET', path: '/v3/user-profile', status: 403 });

    const read = await coverage();

    expect(read.teams).toHaveLength(5);
    expect(read).not.toHaveProperty('supervisors');
  });

  test('asking again soon asks Webex nothing, and later only what has changed', async () => {
    skilldesk.webex.requests.length = 0;
    const asked = () =>
      skilldesk.webex.requests
        .filter(({ path }) => /\/desktop-layout/.test(path))
        .map(({ path }) => path.split('/').slice(3).join('/'));
    await coverage();
    await coverage();
    expect(asked()).toHaveLength(3);

    anotherMinute();
    upload(layoutIds.global, withPage());
    expect((await coverage()).layouts[1]?.standing).toBe('current');
    expect(asked().slice(3)).toEqual(['v2/desktop-layout', `desktop-layout/${layoutIds.global}`]);
  });
});

describe('the hosts to allow', () => {
  test('are one where the backend has the bundle too', async () => {
    const { hosts } = await desk();

    expect(hosts).toMatchObject([
      { host: new URL(skilldesk.publicUrl).host, directives: ['script-src', 'connect-src'] },
    ]);
  });

  test('are two with a CDN, whose languages are fetched', async () => {
    const { hosts, page } = await desk('?script=https%3A%2F%2Fcdn.example.com%2Fskilldesk.js');

    expect(hosts).toMatchObject([
      { host: 'cdn.example.com', directives: ['script-src', 'connect-src'] },
      { host: new URL(skilldesk.publicUrl).host, directives: ['connect-src'] },
    ]);
    expect(JSON.stringify(page)).toContain('"script":"https://cdn.example.com/skilldesk.js"');
    expect(await operator.call('GET', '/admin/api/layout?script=javascript%3Aalert()')).toMatchObject({ status: 400 });
  });
});

describe('how far desktops come', () => {
  beforeEach(async () => {
    asItIs();
    await skilldesk.close();
    await start();
  });
  /** As a browser asks for a script; `fetch` sets this header by itself. */
  const loadBundle = (purpose = 'script') =>
    new Promise<number | undefined>((resolve, reject) => {
      const url = new URL('/widget/v1/skilldesk.js', skilldesk.url);
      httpRequest(url, { headers: { 'sec-fetch-dest': purpose } }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      })
        .on('error', reject)
        .end();
    });
  const preflight = (origin: string) =>
    fetch(`${skilldesk.url}/api/session`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const state = async () => (await desk()).reach.state;

  test('the bundle is loaded and the API never asked: after two minutes its host is what is missing', async () => {
    expect(await state()).toBe('bundle-not-seen');
    await loadBundle();
    expect(await state()).toBe('bundle-not-seen');

    later(121_000);
    const { reach } = await desk();

    expect(reach).toMatchObject({
      state: 'api-never-reached',
      bundleLoaded: {},
      detail: expect.stringContaining('Content Security Policy Allowed List') as string,
    });
    expect(reach).not.toHaveProperty('apiReached');
  });

  test('a monitor that gets the file is no desktop', async () => {
    await loadBundle('empty');
    later(121_000);

    expect(await state()).toBe('bundle-not-seen');
  });

  test('an origin that is not allowed is named', async () => {
    await preflight('https://desktop.example.com');

    expect((await desk()).reach).toMatchObject({
      state: 'origin-refused',
      refusedOrigins: ['https://desktop.example.com'],
    });
  });

  test('the API is asked and nobody let in: that is not the host', async () => {
    await preflight(desktop);
    expect(await state()).toBe('exchange-refused');

    const token = skilldesk.webex.issueDesktopToken(people.standardAgent.ciUserId);
    await skilldesk.call('POST', '/api/session', { authorization: `Bearer ${token}`, origin: desktop });
    expect(await state()).toBe('exchange-refused');
  });

  test('the first supervisor who is let in is seen, also after his session has ended and by a process that started since', async () => {
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    const { reach } = await desk();
    expect(reach).toMatchObject({ state: 'supervisor-seen', sessionAlive: true });
    expect(reach.supervisorSeen?.first).toBe(reach.supervisorSeen?.last);

    await nadia.call('DELETE', '/api/session');
    expect((await desk()).reach).toMatchObject({ state: 'supervisor-seen', sessionAlive: false });

    await skilldesk.signIn(people.nadiaNorth.ciUserId);
    await skilldesk.stopProcess();
    await skilldesk.startProcess();
    const { reach: afterRestart } = await desk();
    expect(afterRestart).toMatchObject({ state: 'supervisor-seen', sessionAlive: true });
    expect(afterRestart).not.toHaveProperty('supervisorSeen');
  });
});
