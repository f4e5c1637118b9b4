import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routeTable } from '../../server/http/route-table.ts';
import type { Change } from '../../shared/change.ts';
import { defaultPolicy } from '../../shared/policy.ts';
import { defaultLayout } from '../simulator/standard-layouts.ts';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { fromOwnPage, signInAtConsole } from './admin.ts';
import { asItIs, later } from './later.ts';
import { Skilldesk } from './skilldesk.ts';

type RouteName = keyof typeof routeTable;

const { billingSpecialist } = skillProfileIds;
const eleven = 11 * 60_000;
let skilldesk: Skilldesk;
let change: Change;
let revision: string;
const sessions = new Map<string, string>();

const signIn = async ({ ciUserId }: { ciUserId: string }) => (await skilldesk.signIn(ciUserId)).session.token;
const desktopToken = ({ ciUserId }: { ciUserId: string }, options?: object) =>
  skilldesk.webex.issueDesktopToken(ciUserId, options);
const otherOrganization = { organizationId: 'aaaaaaaa-0000-4000-8000-000000000000' };

const atConsole = async (caller: Parameters<typeof signInAtConsole>[1]) =>
  (await signInAtConsole(skilldesk, caller)).cookie;

/** What each caller puts into `Authorization`: a session where he can get one, else the token of his desktop; or the cookie of the console. */
const callers = {
  'nobody in particular': () => undefined,
  'somebody with garbage': () => 'garbage',
  'an agent': () => desktopToken(people.standardAgent),
  'a disabled supervisor': () => desktopToken(people.doraDisabled),
  'a supervisor of another organization': () => desktopToken(people.nadiaNorth, otherOrganization),
  'an app that may only read people': () => desktopToken(people.nadiaNorth, { scopes: ['spark:people_read'] }),
  'an expired session': () => signIn(people.nadiaNorth),
  'a revoked session': async () => {
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    await nadia.call('DELETE', '/api/session');
    return nadia.session.token;
  },
  'a supervisor of other teams': () => signIn(people.rosaReskill),
  'a supervisor who may only view': () => signIn(people.victorViewer),
  'a supervisor': () => signIn(people.nadiaNorth),
  'an administrator': () => signIn(people.admin),
  'somebody who sets the console up': () => atConsole('setup'),
  'a viewer at the console': () => atConsole('viewer'),
  'an operator at the console': () => atConsole('operator'),
  'an admin at the console': () => atConsole('admin'),
  'an admin at the console who has just signed in': () => atConsole('recent-admin'),
};
type CallerName = keyof typeof callers;

const consoleCallers = [
  'somebody who sets the console up',
  'a viewer at the console',
  'an operator at the console',
  'an admin at the console',
  'an admin at the console who has just signed in',
] as const satisfies CallerName[];

/** Of the callers without a session, who gets what. What lets people in to the console is worth nothing to the widget's API. */
const noSession = {
  ...(Object.fromEntries(consoleCallers.map((name) => [name, '401 session-missing'])) as Record<
    (typeof consoleCallers)[number],
    string
  >),
  'nobody in particular': '401 session-missing',
  'somebody with garbage': '401 session-missing',
  'an agent': '401 session-missing',
  'a disabled supervisor': '401 session-missing',
  'a supervisor of another organization': '401 session-missing',
  'an app that may only read people': '401 session-missing',
  'an expired session': '401 session-expired',
  'a revoked session': '401 session-expired',
};
const toAll = (answer: string) =>
  Object.fromEntries(Object.keys(callers).map((name) => [name, answer])) as Record<CallerName, string>;
const toSessions = (answer: string, more: Partial<Record<CallerName, string>> = {}) => ({
  ...toAll(answer),
  ...noSession,
  ...more,
});

/** By rank: what is not for somebody's role is 403, and whoever has no cookie is nobody. */
const toConsole = (least: 'viewer' | 'operator' | 'admin' | 'recent-admin', answer: string) => {
  const rank = ['viewer', 'operator', 'admin', 'recent-admin'].indexOf(least) + 1;
  const ofConsole = consoleCallers.map((name, at) => {
    const refusal = least === 'recent-admin' && name === 'an admin at the console' ? 'sign-in-again' : 'not-allowed';
    return [name, at >= rank ? answer : `403 ${refusal}`];
  });
  return { ...toAll('401 session-missing'), ...(Object.fromEntries(ofConsole) as Record<string, string>) };
};

const expected: Record<RouteName, Record<CallerName, string>> = {
  // Nobody has set the sign-in up: the browser ends at the console, which says so.
  startSignIn: toAll('302'),
  finishSignIn: toAll('302'),
  readSignInOffer: toAll('200'),
  useSetupCode: toAll('400 bad-request'),
  testSsoSettings: {
    ...toConsole('recent-admin', '400 bad-request'),
    'somebody who sets the console up': '400 bad-request',
  },
  readSsoSettings: toConsole('admin', '404 not-found'),
  tryMappingRules: toConsole('admin', '200'),
  readMe: toConsole('viewer', '200'),
  signOut: toAll('200'),
  listConsoleSessions: toConsole('viewer', '200'),
  endConsoleSession: toConsole('viewer', '404 not-found'),
  readAdminStatus: toConsole('viewer', '200'),
  runDoctor: toConsole('operator', '200'),
  renewToken: toConsole('operator', '200'),
  readPolicy: toConsole('viewer', '200'),
  previewPolicy: toConsole('admin', '200'),
  replacePolicy: toConsole('admin', '409 preview-outdated'),
  searchAudit: toConsole('viewer', '200'),
  verifyAudit: toConsole('viewer', '200'),
  exportAudit: toConsole('viewer', '200'),
  listDeviations: toConsole('viewer', '200'),
  // The Change of this matrix has no end.
  endDeviation: toConsole('operator', '409 lease-ended'),
  takeIncident: toConsole('operator', '409 lease-ended'),
  pauseWriting: toConsole('operator', '200'),
  resumeWriting: toConsole('operator', '200'),
  readConnectSettings: toConsole('admin', '200'),
  startConsent: toConsole('recent-admin', '201'),
  finishConsent: toAll('303'),
  consoleDoor: toAll('308'),
  consoleHome: toAll('200'),
  consolePage: toAll('200'),
  consoleFile: toAll('404 not-found'),
  readConsentAttempt: toConsole('admin', '404 not-found'),
  connectServiceApp: toConsole('recent-admin', '200'),
  disconnectOrganization: toConsole('recent-admin', '400 bad-request'),
  readLayout: toConsole('operator', '200'),
  mergeLayout: toConsole('operator', '200'),
  removeLayoutPage: toConsole('operator', '200'),
  live: toAll('200'),
  ready: toAll('200'),
  openapi: toAll('200'),
  // PUBLIC_URL is this machine's, and all of these call from it.
  metrics: toAll('200'),
  sessionKeys: toAll('200'),
  widgetFile: toAll('404 not-found'),
  exchangeDesktopToken: {
    ...noSession,
    'nobody in particular': '401 session-missing',
    'somebody with garbage': '401 desktop-token-refused',
    'an agent': '403 not-a-supervisor',
    'a disabled supervisor': '403 not-a-supervisor',
    'a supervisor of another organization': '403 other-organization',
    'an app that may only read people': '401 desktop-token-refused',
    'an expired session': '401 desktop-token-refused',
    'a revoked session': '401 desktop-token-refused',
    // A session is no desktop token, so it buys no other one.
    'a supervisor of other teams': '401 desktop-token-refused',
    'a supervisor who may only view': '401 desktop-token-refused',
    'a supervisor': '401 desktop-token-refused',
    'an administrator': '401 desktop-token-refused',
  },
  listSkillProfiles: toSessions('200'),
  readSkillProfile: toSessions('200', { 'a supervisor of other teams': '404 not-found' }),
  listAgents: toSessions('200'),
  listSupervisors: toSessions('200', { 'a supervisor who may only view': '403 not-allowed' }),
  previewEdits: toSessions('200'),
  makeChange: toSessions('201', { 'a supervisor who may only view': '403 not-allowed' }),
  listChanges: toSessions('200'),
  readChange: toSessions('200', { 'a supervisor of other teams': '404 not-found' }),
  readDraft: toSessions('204'),
  keepDraft: toSessions('200'),
  removeDraft: toSessions('204'),
  previewUndo: toSessions('200', { 'a supervisor of other teams': '404 not-found' }),
  stopChange: toSessions('200', {
    'a supervisor of other teams': '404 not-found',
    'a supervisor who may only view': '403 not-allowed',
  }),
  continueChange: toSessions('200', {
    'a supervisor of other teams': '404 not-found',
    'a supervisor who may only view': '403 not-allowed',
  }),
  // The Change of this matrix has no end.
  moveLease: toSessions('409 lease-ended', {
    'a supervisor of other teams': '404 not-found',
    'a supervisor who may only view': '403 not-allowed',
  }),
  // Once it was taken back there is nothing more to take back.
  undoChange: toSessions('409 already-reverted', {
    'a supervisor of other teams': '404 not-found',
    'a supervisor who may only view': '403 not-allowed',
    'a supervisor': '201',
  }),
  endSession: toSessions('204'),
  // Last, since nothing is done with Webex after it.
  lockToken: toConsole('recent-admin', '200'),
};

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  ({ revision } = await nadia.skillProfile(billingSpecialist));
  change = await nadia.change([edit()]);
});
afterAll(() => skilldesk.close());

const edit = () => ({ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 6 }] });

const pathOf = (name: RouteName) =>
  routeTable[name].path
    .replace('/skill-profiles/:id', `/skill-profiles/${billingSpecialist}`)
    .replace('/changes/:id', `/changes/${change.id}`)
    .replace(/\/(deviations|attempts)\/:id/, `/$1/${change.id}`)
    .replace(':page', 'policy')
    .replace(':file', 'no-such-file.js');

const bodies: Partial<Record<RouteName, () => object>> = {
  makeChange: () => ({ edits: [edit()], reason: 'the matrix' }),
  previewEdits: () => ({ edits: [edit()] }),
  undoChange: () => ({ reason: 'the matrix' }),
  keepDraft: () => ({ edits: [] }),
  moveLease: () => ({ until: null }),
  previewPolicy: () => ({ version: 0, policy: defaultPolicy }),
  replacePolicy: () => ({ version: 7, policy: defaultPolicy }),
  exportAudit: () => ({ format: 'csv' }),
  startConsent: () => ({ kind: 'integration', clientId: 'C-the-matrix', clientSecret: 'CANARY-the-matrix' }),
  connectServiceApp: () => ({ refreshToken: 'CANARY-the-matrix' }),
  disconnectOrganization: () => ({ organizationId: 'another' }),
  useSetupCode: () => ({ word: 'sesame' }),
  testSsoSettings: () => ({ issuer: 'not a URL', clientId: 'x', rules: [] }),
  tryMappingRules: () => ({ rules: [{ claim: 'groups', op: 'includes', value: 'x', role: 'admin' }], claims: {} }),
  mergeLayout: () => ({ layout: defaultLayout() }),
  removeLayoutPage: () => ({ layout: defaultLayout() }),
};

async function bearerOf(caller: CallerName, route: RouteName): Promise<string | undefined> {
  // Ending a session would end it for the routes that come after.
  if (route === 'endSession' || route === 'signOut') return callers[caller]();
  const known = sessions.get(caller) ?? (await callers[caller]());
  if (known !== undefined) sessions.set(caller, known);
  return known;
}

async function ask(caller: CallerName, route: RouteName): Promise<string> {
  const bearer = await bearerOf(caller, route);
  if (caller === 'an expired session') later(eleven);
  const { status, headers, body } = await skilldesk
    .call(
      routeTable[route].method,
      pathOf(route),
      {
        ...(routeTable[route].path.startsWith('/admin') && fromOwnPage(skilldesk, routeTable[route].method)),
        ...(bearer?.startsWith('__Host-') && { cookie: bearer }),
        ...(bearer?.startsWith('__Host-') === false && { authorization: `Bearer ${bearer}` }),
        'idempotency-key': randomUUID(),
      },
      bodies[route]?.(),
    )
    .finally(asItIs);
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  if (status < 400) return String(status);
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(body).toMatchObject({ status, requestId: headers.get('x-request-id') });
  return `${status} ${(body as { code: string }).code}`;
}

describe.each(Object.keys(expected) as RouteName[])('%s', (route) => {
  test.each(Object.entries(expected[route]) as [CallerName, string][])('answers %s with %s', async (caller, answer) => {
    expect(await ask(caller, route)).toBe(answer);
  });
});

test('the table names every route that is mounted, and every route of the table is mounted', () => {
  const app = skilldesk.app();
  const mounted: string[] = [];
  const inner: string[] = [];
  for (const { route, handle } of app?.router.stack ?? []) {
    if (route) for (const layer of route.stack) mounted.push(`${layer.method.toUpperCase()} ${route.path}`);
    // A router within would hide routes of its own from this look.
    else if ('stack' in handle) inner.push(handle.name);
  }

  expect(inner).toEqual([]);
  expect([...new Set(mounted)].sort()).toEqual(
    Object.values(routeTable)
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  );
});

describe('what is not in the table', () => {
  test.each([
    ['GET', '/api'],
    ['GET', '/api/'],
    ['GET', '/api/nothing'],
    ['PUT', '/api/agents'],
    ['PATCH', '/api/session'],
    ['POST', `/api/skill-profiles/${billingSpecialist}`],
    ['DELETE', '/api/changes/1'],
    ['GET', '/api/skill-profiles/'],
    ['GET', '/api/changes/1/undo'],
  ])('%s %s is 401 without a session, and 404 with one', async (method, path) => {
    const nadia = sessions.get('a supervisor') ?? '';

    expect(await skilldesk.call(method, path)).toMatchObject({ status: 401, body: { code: 'session-missing' } });
    expect(await skilldesk.call(method, path, { authorization: `Bearer ${nadia}` })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  test.each([
    '/',
    '/admin/nothing',
    '/admin/policy/',
    '/admin/assets',
    '/healthz/',
    '/HEALTHZ',
    '/api2',
    '/widget/v1',
    '/widget/v1/',
    '/API',
  ])('GET %s is 404 for everybody', async (path) => {
    expect(await skilldesk.call('GET', path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});

describe('what is not in the table of the console', () => {
  test.each([
    ['GET', '/admin/api'],
    ['GET', '/admin/api/nothing'],
    ['PUT', '/admin/api/me'],
  ])('%s %s is 401 for nobody, and 404 for whoever is signed in', async (method, path) => {
    const headers = fromOwnPage(skilldesk, method);
    const { cookie } = await signInAtConsole(skilldesk, 'viewer');

    expect(await skilldesk.call(method, path, headers)).toMatchObject({
      status: 401,
      body: { code: 'session-missing' },
    });
    expect(await skilldesk.call(method, path, { ...headers, cookie })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });
});

describe('an unknown object and a foreign one answer alike, byte by byte', () => {
  const unknown = '00000000-0000-4000-8000-00000000dead';

  /** Without what differs from one answer to the next by nature. */
  async function seen(method: string, path: string, body?: unknown): Promise<string> {
    const rosa = sessions.get('a supervisor of other teams') ?? '';
    const answer = await fetch(skilldesk.url + path, {
      method,
      headers: {
        authorization: `Bearer ${rosa}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const own = [answer.headers.get('x-request-id'), answer.headers.get('location')?.split('/').at(-1)];
    const headers = [...answer.headers].filter(([name]) => name !== 'date');
    return own.reduce<string>(
      (all, id) => (id ? all.replaceAll(id, '<own id>') : all),
      `${answer.status} ${JSON.stringify(headers)} ${text.replace(/"createdAt":"[^"]+"/, '')}`,
    );
  }

  test('a skill profile', async () => {
    const foreign = await seen('GET', `/api/skill-profiles/${billingSpecialist}`);

    expect(foreign).toMatch(/^404 /);
    expect(foreign).toBe(await seen('GET', `/api/skill-profiles/${unknown}`));
  });

  test('a Change', async () => {
    const foreign = await seen('GET', `/api/changes/${change.id}`);

    expect(foreign).toMatch(/^404 /);
    expect(foreign).toBe(await seen('GET', `/api/changes/${unknown}`));
  });

  test.each(['/undo/preview', '/undo', '/stop', '/continue'])('what is done with a Change by %s', async (way) => {
    const body = way === '/undo' ? { reason: 'curious' } : undefined;
    const foreign = await seen('POST', `/api/changes/${change.id}${way}`, body);

    // She may do this to a Change of her own, so that it is the Change that she may not.
    expect(foreign).toMatch(/^404 /);
    expect(foreign).toBe(await seen('POST', `/api/changes/${unknown}${way}`, body));
  });

  test('a team that a filter of the journal names', async () => {
    const found = (teamId: string) => seen('GET', `/api/changes?teamId=${teamId}`);

    expect(await found(teamIds.billing)).toBe(await found(unknown));
  });

  test('a skill profile that an edit names', async () => {
    const editing = (skillProfileId: string) =>
      seen('POST', '/api/changes', { edits: [{ ...edit(), skillProfileId }], reason: 'curious' });
    const foreign = await editing(billingSpecialist);

    expect(foreign).toContain('"outcome":"refused","rule":"not-found"');
    expect(foreign.replaceAll(billingSpecialist, '<id>')).toBe((await editing(unknown)).replaceAll(unknown, '<id>'));
  });

  test('a user whom an assignment names', async () => {
    const assigning = (userId: string) =>
      seen('POST', '/api/changes', {
        edits: [{ userId, fromSkillProfileId: null, toSkillProfileId: skillProfileIds.salesHunter }],
        reason: 'curious',
      });
    const foreign = await assigning(people.standardAgent.id);

    expect(foreign).toContain('"outcome":"refused","rule":"not-found"');
    expect(foreign.replaceAll(people.standardAgent.id, '<id>')).toBe(
      (await assigning(unknown)).replaceAll(unknown, '<id>'),
    );
  });

  test('a skill profile that an assignment leads to', async () => {
    const assigning = (toSkillProfileId: string) =>
      seen('POST', '/api/changes', {
        edits: [{ userId: people.twoTeamAgent.id, fromSkillProfileId: null, toSkillProfileId }],
        reason: 'curious',
      });

    expect((await assigning(billingSpecialist)).replaceAll(billingSpecialist, '<id>')).toBe(
      (await assigning(unknown)).replaceAll(unknown, '<id>'),
    );
  });

  test('a filter of the journal', async () => {
    const found = (actor: string) => seen('GET', `/api/changes?actor=${actor}`);

    expect(await found(people.nadiaNorth.ciUserId)).toBe(await found(unknown));
  });
});
