import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebexProbes } from '../adapters/webex/webex-probes.ts';
import { Secret } from '../secret.ts';
import { officialOpenapi } from '../../test/contract/official-openapi.ts';
import { checkRequests } from '../../test/contract/request-conformance.ts';
import { people } from '../../test/simulator/standard-organization.ts';
import { startWebexSimulator, type WebexSimulator } from '../../test/simulator/webex-simulator.ts';
import type { Fault } from '../../test/simulator/faults.ts';
import { examine } from './examine.ts';
import type { ProbeName, Row, TokenSource, WriteJournal } from './ports.ts';

let webex: WebexSimulator;
beforeEach(async () => {
  webex = await startWebexSimulator();
});
afterEach(async () => {
  await webex.close();
  if (officialOpenapi === null) return;
  // These three stand in no document that we have.
  const known = webex.requests.filter(({ path }) => !/broadworks|wholesale|tokenExpiry/.test(path));
  expect(checkRequests(known)).toEqual([]);
});

const holding = (text: string): unknown => expect.stringContaining(text);
const everything = ['cjp:config_read', 'cjp:config_write', 'spark:people_read'];

interface Given {
  source?: TokenSource;
  allApis?: boolean;
  probeWrite?: string;
  organizationId?: string;
  contactCenterUrl?: string;
  regionUrls?: ReadonlyMap<string, string>;
}

async function rowsOf(token: string, { source = 'given', ...given }: Given = {}): Promise<Record<ProbeName, Row>> {
  const organizationId = given.organizationId ?? webex.organization.id;
  const probes = new WebexProbes({
    webexUrl: webex.url,
    contactCenterUrl: given.contactCenterUrl ?? webex.url,
    organizationId,
    regionUrls: given.regionUrls ?? new Map(),
  });
  const rows = await examine(
    { probes, clock: { now: Date.now }, organizationId },
    { token: new Secret(token), source },
    {
      allApis: given.allApis ?? false,
      ...(given.probeWrite && { probeWrite: { profile: given.probeWrite, journal } }),
    },
  );
  for (const secret of webex.secrets()) expect(JSON.stringify(rows)).not.toContain(secret);
  return Object.fromEntries(rows.map((row) => [row.probe, row])) as Record<ProbeName, Row>;
}

/** What the journal was told, and how many writes had come in by then. */
let journaled: string[];
beforeEach(() => (journaled = []));
const puts = () => webex.requests.filter(({ method }) => method === 'PUT').length;
const journal: WriteJournal = {
  begin() {
    journaled.push(`intent before ${puts() + 1}`);
    return Promise.resolve('the Change');
  },
  end(changeId, outcome) {
    journaled.push(`${changeId}: ${outcome} after ${puts()}`);
    return Promise.resolve();
  },
};

const administrator = () => webex.issueDesktopToken(people.admin.ciUserId, { scopes: everything });
const never: Partial<Fault> = { times: 99 };

describe('a good token', () => {
  test('of a Service App is fine, although Webex names no person for it', async () => {
    const rows = await rowsOf(webex.credentials.serviceApp.accessToken, { source: 'service-app' });

    expect(rows.token).toMatchObject({ status: 'ok', cause: holding('opaque') });
    expect(rows.token.cause).toContain('identity cluster PF84, which is no region');
    expect(rows.life).toMatchObject({ status: 'ok', cause: holding('13 days') });
    expect(rows['people-me']).toMatchObject({
      status: 'warning',
      cause: holding('A Service App is no person'),
    });
    expect(rows['contact-center-read']).toMatchObject({ status: 'ok', cause: '8 skill profiles can be read.' });
    expect(rows['contact-center-write']).toMatchObject({ status: 'skipped' });
    expect(rows.scopes.cause).toContain('Writing is not proven');
  });

  test('of a person says whose it is', async () => {
    const rows = await rowsOf(administrator(), { source: 'integration' });

    expect(rows.token.cause).toContain('of Ada Admin');
    expect(rows['people-me']).toMatchObject({ status: 'ok' });
  });
});

describe('the write probe', () => {
  test('writes the named profile back whole and unchanged, and reads it again', async () => {
    const before = structuredClone([...webex.organization.skillProfiles.values()]);

    const rows = await rowsOf(administrator(), { probeWrite: 'Support Expert' });

    expect(rows['contact-center-write']).toMatchObject({ status: 'ok', cause: holding('unchanged') });
    expect(rows.scopes.cause).toContain('cjp:config_write');
    expect(journaled).toEqual(['intent before 1', 'the Change: verified after 1']);
    expect(webex.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    const content = (profiles: typeof before) =>
      profiles.map(({ id, name, activeSkills, activeEnumSkills }) => ({
        id,
        name,
        skills: activeSkills.map(({ id, skillId, proficiencyValue, booleanValue, textValue }) => [
          id,
          skillId,
          proficiencyValue,
          booleanValue,
          textValue,
        ]),
        enums: activeEnumSkills.map(({ enumSkillValueId }) => enumSkillValueId),
      }));
    expect(content([...webex.organization.skillProfiles.values()])).toEqual(content(before));
  });

  test('is not made unless it was asked for, nor where reading already failed', async () => {
    await rowsOf(administrator());
    webex.faults.push({ path: '/v2/skill-profile', status: 403, ...never });
    const rows = await rowsOf(administrator(), { probeWrite: 'Support Expert' });

    expect(rows['contact-center-write']).toMatchObject({ status: 'skipped', fix: 'See contact-center-read.' });
    expect(webex.requests.filter(({ method }) => method === 'PUT')).toHaveLength(0);
  });

  test('of an unknown profile writes nothing and says so', async () => {
    const rows = await rowsOf(administrator(), { probeWrite: 'No Such Profile' });

    expect(rows['contact-center-write']).toMatchObject({
      status: 'failed',
      cause: holding('Nothing was written'),
    });
    expect(journaled).toEqual([]);
  });

  test('that is forbidden names the missing scope', async () => {
    const token = webex.issueDesktopToken(people.admin.ciUserId, { scopes: ['cjp:config_read', 'spark:people_read'] });

    const rows = await rowsOf(token, { probeWrite: 'Support Expert' });

    expect(rows['contact-center-write']).toMatchObject({
      status: 'failed',
      cause: holding('cjp:config_write'),
    });
    expect(journaled.at(-1)).toBe('the Change: failed after 1');
  });

  test('whose answer never comes is left in doubt, for the journal to be settled by reading', async () => {
    webex.faults.push({ method: 'PUT', drop: true });

    await rowsOf(administrator(), { probeWrite: 'Support Expert' });

    expect(journaled.at(-1)).toBe('the Change: in-doubt after 1');
  });

  test('that Webex accepts and does not keep as it was is a failure', async () => {
    webex.switches.colleagueEditsAfterPut = (profile) => {
      for (const skill of profile.activeSkills) if (skill.proficiencyValue !== undefined) skill.proficiencyValue = 1;
    };

    const rows = await rowsOf(administrator(), { probeWrite: 'Support Expert' });

    expect(rows['contact-center-write']).toMatchObject({
      status: 'failed',
      cause: holding('reads differently now'),
    });
    expect(journaled.at(-1)).toBe('the Change: superseded after 1');
  });
});

describe('a token that cannot do the work', () => {
  test('because it has ended is called so', async () => {
    const token = administrator();
    webex.expireToken(token);

    const rows = await rowsOf(token);

    expect(rows.life).toMatchObject({ status: 'failed', cause: holding('ended') });
    for (const probe of ['people-me', 'contact-center-read'] as const) {
      expect(rows[probe]).toMatchObject({ status: 'failed', cause: holding('expired') });
    }
  });

  test('because it is a personal access token is told the limits of those', async () => {
    const rows = await rowsOf(webex.credentials.personalAccessToken, { source: 'personal' });

    expect(rows['contact-center-read'].cause).toContain('Personal access tokens carry no contact-center scopes');
    expect(rows['contact-center-read'].fix).toContain('Service App');
  });

  test('is recognized as personal by its short life and missing contact center, also when nobody said so', async () => {
    const token = webex.issueDesktopToken(people.admin.ciUserId, { scopes: ['spark:people_read'] });

    const rows = await rowsOf(token);

    expect(rows.life).toMatchObject({ status: 'warning', cause: holding('no longer than a personal') });
    expect(rows['contact-center-read'].cause).toContain('looks like a personal access token');
  });

  test('because it is of another organization is told which one', async () => {
    const organizationId = 'f0000000-0000-4000-8000-000000000001';
    const token = webex.issueDesktopToken(people.admin.ciUserId, { scopes: everything, organizationId });

    const rows = await rowsOf(token);

    expect(rows.token).toMatchObject({ status: 'failed', cause: holding(organizationId) });
    expect(rows['contact-center-read'].cause).toContain('another organization');
  });

  test('because the region is wrong is told the right one', async () => {
    const elsewhere = await startWebexSimulator();
    elsewhere.organization.id = 'f0000000-0000-4000-8000-000000000002';
    const regionUrls = new Map([
      ['us1', elsewhere.url],
      ['eu1', webex.url],
    ]);

    const rows = await rowsOf(administrator(), { contactCenterUrl: elsewhere.url, regionUrls });
    await elsewhere.close();

    expect(rows['contact-center-read']).toMatchObject({
      status: 'failed',
      cause: holding('region eu1'),
    });
    expect(rows['contact-center-read'].fix).toContain('WXCC_REGION=eu1');
  });

  test('because the address is no contact center at all is told that', async () => {
    webex.faults.push({
      path: '/v2/skill-profile',
      status: 404,
      body: { timestamp: 'x', status: 404, error: 'Not Found', path: '/x' },
    });

    const rows = await rowsOf(administrator());

    expect(rows['contact-center-read'].cause).toContain('does not know the path');
    expect(rows['contact-center-read'].fix).toContain('WXCC_REGION');
  });
});

describe('APIs that only --all-apis asks for', () => {
  test('are not asked without it', async () => {
    await rowsOf(administrator());

    expect(webex.requests.some(({ path }) => /broadworks|wholesale/.test(path))).toBe(false);
  });

  test.each<[status: number, why: string]>([
    [401, 'Personal access tokens may not use it'],
    [403, 'Personal access tokens may never use it'],
    [404, 'does not offer this API'],
  ])('answer a token without rights with %i, which is explained', async (status, why) => {
    if (status !== 404) {
      for (const path of ['/v1/broadworks', '/v1/wholesale'])
        webex.faults.push({ path, status, body: { message: 'no', errors: [] } });
    }

    const rows = await rowsOf(administrator(), { allApis: true });

    expect(rows['broadworks-enterprises']).toMatchObject({ status: 'failed', cause: holding(why) });
    expect(rows['wholesale-customers']).toMatchObject({ status: 'failed', cause: holding(why) });
  });
});

describe('what Webex answers to the contact-center read', () => {
  test.each<[fault: Omit<Fault, 'path'>, status: Row['status'], cause: string]>([
    [{ status: 429, headers: { 'Retry-After': '17' } }, 'warning', 'wait 17 seconds'],
    [{ status: 429 }, 'warning', 'wait a minute'],
    [{ status: 401, body: { error: { key: '401' } } }, 'failed', 'the contact center does not'],
    [{ status: 403, body: { error: { key: '403' } } }, 'failed', 'cjp:config_read'],
    [{ status: 404, body: { error: { key: '404' } } }, 'failed', 'does not know this organization'],
    [{ status: 400 }, 'failed', 'could not read the request'],
    [{ status: 503 }, 'failed', 'trouble of its own (503)'],
    [{ status: 302, headers: { Location: 'https://sign-in.example' } }, 'failed', 'proxy or sign-in page'],
    [{ status: 200, body: '<html>Sign in</html>' }, 'failed', 'proxy or sign-in page'],
    [{ drop: true }, 'failed', 'cut'],
    [{ status: 418, body: {} }, 'failed', '418'],
  ])('%j', async (fault, status, cause) => {
    webex.faults.push({ path: '/v2/skill-profile', ...fault });

    const row = (await rowsOf(administrator(), { source: 'integration' }))['contact-center-read'];

    expect(row).toMatchObject({ status, cause: holding(cause) });
    expect(row.fix).not.toBe('');
    expect(row.cause + row.fix).not.toMatch(/[{}]/);
  });

  test('and an address that nobody listens on', async () => {
    const row = (await rowsOf(administrator(), { contactCenterUrl: 'http://127.0.0.1:9' }))['contact-center-read'];

    expect(row).toMatchObject({ status: 'failed', cause: holding('takes no connection') });
  });
});
