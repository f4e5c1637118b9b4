import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { custodyCommands } from '../../server/compose-commands.ts';
import { mergePage } from '../../server/layout/merge-layout.ts';
import type { LayoutCoverage } from '../../shared/layout-api.ts';
import { Skilldesk } from '../api/skilldesk.ts';
import { defaultLayout } from '../simulator/standard-layouts.ts';
import { layoutIds } from '../simulator/standard-organization.ts';
import { CommandLine } from './command-line.ts';

const publicUrl = 'https://skilldesk.example.com';
let line: CommandLine;
let folder: string;
beforeEach(async () => {
  line = await CommandLine.start();
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-layout-'));
});
afterEach(async () => {
  expect(await line.close()).toEqual([]);
  rmSync(folder, { recursive: true });
});

async function skilldesk(words: string, { variables = {}, of = folder } = {}) {
  const [out, notes] = [line.out.length, line.notes.length];
  const code = await line.skilldesk(words.split(' '), {
    custody: custodyCommands,
    variables: { PUBLIC_URL: publicUrl, DATABASE_URL: `file:${join(of, 'skilldesk.db')}`, ...variables },
  });
  return { code, out: line.out.slice(out).join('\n'), notes: line.notes.slice(notes).join('\n') };
}

function fileWith(content: string | Buffer): string {
  const file = join(folder, 'layout.json');
  writeFileSync(file, content);
  return file;
}
const bytes = (file: string) => readFileSync(file);

test('“layout” prints the page that the documents show, with the address of this installation', async () => {
  const documented = readFileSync(new URL('../../docs/layout/skilldesk-page.json', import.meta.url), 'utf8');

  const printed = await skilldesk('layout');
  expect(printed).toMatchObject({ code: 0, notes: '' });
  expect(JSON.parse(printed.out)).toEqual(JSON.parse(documented));

  const { out } = await skilldesk(
    'layout --script https://cdn.example.com/s/skilldesk.js --label Re-skill --route re-skill',
  );
  expect(JSON.parse(out)).toMatchObject({
    nav: { label: 'Re-skill', navigateTo: 're-skill' },
    page: {
      widgets: { skilldesk: { script: 'https://cdn.example.com/s/skilldesk.js', properties: { apiBase: publicUrl } } },
    },
  });
});

test('a layout is merged into another file or in place, twice without a difference, and removing gives back every byte', async () => {
  const before = Buffer.from(`\uFEFF${defaultLayout().replaceAll('\n', '\r\n')}`);
  const file = fileWith(before);
  const result = join(folder, 'result.json');

  expect(await skilldesk(`layout merge ${file} --out ${result}`)).toEqual({
    code: 0,
    out: '',
    notes: 'supervisor: the page was added\nsupervisorAgent: the page was added',
  });
  expect(bytes(file)).toEqual(before);
  const merged = bytes(result);
  expect(merged.toString()).toBe(mergePage(before.toString(), { publicUrl }).layout);
  expect((await skilldesk(`layout merge ${result} --out ${result}`)).notes).toContain(
    'supervisor: the page is there as it should be',
  );
  expect(bytes(result)).toEqual(merged);
  expect((await skilldesk(`layout remove ${result} --out ${result}`)).notes).toContain(
    'supervisorAgent: the page was removed',
  );
  expect(bytes(result)).toEqual(before);
});

test('without --out the layout alone is on standard output', async () => {
  const { code, out } = await skilldesk(`layout merge ${fileWith(defaultLayout())}`);

  expect(code).toBe(0);
  expect(out).toBe(mergePage(defaultLayout(), { publicUrl }).layout);
});

test('a layout that cannot be used is refused with every fault, and nothing is written', async () => {
  const result = join(folder, 'result.json');
  const { code, out, notes } = await skilldesk(`layout merge ${fileWith('{"area": {}}')} --out ${result}`);

  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(notes).toContain('area is a layout of the old form');
  expect(() => bytes(result)).toThrow();
});

test.each<[string, number, string]>([
  ['layout merge', 2, 'needs one more word: FILE'],
  ['layout merge /nowhere/layout.json', 2, 'cannot be read'],
  ['layout merg', 2, 'takes no further words'],
  ['layout --script cdn.example.com', 1, 'script is no address'],
  ['layout --rout x', 2, 'Did you mean --route?'],
])('“%s” ends with %i, and is told why', async (words, code, told) => {
  expect(await skilldesk(words)).toMatchObject({ code, notes: expect.stringContaining(told) as string });
});

test('a file that is not in UTF-8 is not made into something else', async () => {
  const latin1 = Buffer.from(defaultLayout().replace('"logo": ""', '"logo": "é"'), 'latin1');

  expect(await skilldesk(`layout merge ${fileWith(latin1)}`)).toMatchObject({
    code: 2,
    out: '',
    notes: expect.stringContaining('not in UTF-8') as string,
  });
});

test('the hosts to allow are printed, for a person and for a machine', async () => {
  const { code, out, notes } = await skilldesk('layout hosts');
  expect(code).toBe(0);
  expect(out).toMatch(/^skilldesk\.example\.com {2}\(script-src, connect-src\)/);
  expect(notes).toContain('Content Security Policy Allowed List');

  const machine = await skilldesk('layout hosts --json --script https://cdn.example.com/skilldesk.js');
  expect(JSON.parse(machine.out)).toMatchObject([
    { host: 'cdn.example.com' },
    { host: 'skilldesk.example.com', directives: ['connect-src'] },
  ]);
});

describe('the layouts at Webex', () => {
  const connected = () => {
    const { clientId, clientSecret, refreshToken } = line.webex.credentials.serviceApp;
    return {
      variables: {
        WEBEX_SERVICE_APP_CLIENT_ID: clientId,
        WEBEX_SERVICE_APP_CLIENT_SECRET: clientSecret,
        WEBEX_SERVICE_APP_REFRESH_TOKEN: refreshToken,
      },
    };
  };
  const upload = (id: string, layout: string, webex = line.webex) => {
    const stored = webex.organization.layouts.get(id);
    if (stored) webex.organization.layouts.set(id, { ...stored, version: stored.version + 1, jsonFileContent: layout });
  };
  const withPage = () => mergePage(defaultLayout(), { publicUrl }).layout;

  test('are listed without a server, and checked: everybody, some, or nobody finds the page', async () => {
    expect((await skilldesk('layout list', connected())).out).toMatch(
      /^Billing Desk \(.+\): does not have the page; supervisor: the page is not in it\nGlobal Layout \(.+, global\): does not have the page/,
    );

    upload(layoutIds.global, withPage());
    const some = await skilldesk('layout check', connected());
    expect(some.code).toBe(1);
    expect(some.out).toMatch(
      /Teams: 4 of 5 find the page\n {2}Billing: does not have the page \(its layout “Billing Desk”\)\nSupervisors: 5 of 5 find the page/,
    );

    upload(layoutIds.billing, withPage());
    const all = await skilldesk('layout check --json', connected());
    expect(all.code).toBe(0);
    expect((JSON.parse(all.out) as { coverage: LayoutCoverage }).coverage.teams).toHaveLength(5);
  });

  test('that nobody can read are no success', async () => {
    const check = await skilldesk('layout check');
    expect(check).toMatchObject({
      code: 1,
      out: '',
      notes: expect.stringContaining('could not be read, so nothing is known') as string,
    });

    line.webex.switches.layoutContent = 'absent';
    expect(await skilldesk('layout check', connected())).toMatchObject({
      code: 1,
      out: expect.stringContaining('Teams: 0 of 5') as string,
    });
  });

  test('are asked of the server that runs, which knows how far desktops come', async () => {
    const server = await Skilldesk.start();

    const { out } = await skilldesk('layout check', { of: server.folder });

    expect(out).toContain('Billing: does not have the page');
    expect(out).toContain('Desktops: No browser has loaded the bundle from this server');
    await server.close();
  });
});
