import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { skilldeskPage } from '../../server/layout/page.ts';
import { Skilldesk } from '../api/skilldesk.ts';

const folder = new URL('../../dist/widget/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
let skilldesk: Skilldesk;

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
});
afterAll(() => skilldesk.close());

const served = (file: string) => fetch(`${skilldesk.url}/widget/v1/${file}`);

/** As a browser asks again after the minutes; `fetch` here adds that it wants no cache, and then gets the file. */
const statusWhenKnown = (etag: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    get(`${skilldesk.url}/widget/v1/skilldesk.js`, { headers: { 'if-none-match': etag } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    }).on('error', reject);
  });

test('the address in the layout is where the backend has the bundle: without a version, revalidated after minutes, for any page', async () => {
  const { script } = skilldeskPage({ publicUrl: skilldesk.url }).page.widgets.skilldesk;
  const answer = await fetch(script);

  expect(script).toBe(`${skilldesk.url}/widget/v1/skilldesk.js`);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=300, must-revalidate',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
  expect(await statusWhenKnown(answer.headers.get('etag') ?? '')).toBe(304);
});

test('the bundle says which version it is, and what else is loaded bears its content in its name', async () => {
  const code = await (await served('skilldesk.js')).text();

  expect(code).toMatch(new RegExp(`^/\\*! Skilldesk ${version.replaceAll('.', '\\.')}, MIT; .+ \\*/\n"use strict";`));
  const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
  expect(scripts.map((file) => file.replace(/-more-[\w-]{8,}\.js$/, '-more-<hash>.js')).sort()).toEqual([
    'skilldesk-more-<hash>.js',
    'skilldesk-sdk.js',
    'skilldesk.js',
  ]);
});

test('integrity.json names every file that is served, and each is what it says', async () => {
  const { version: stated, files } = (await (await served('integrity.json')).json()) as {
    version: string;
    files: Record<string, string>;
  };

  expect(stated).toBe(version);
  expect(Object.keys(files)).toEqual(
    readdirSync(folder)
      .filter((file) => file !== 'integrity.json')
      .sort(),
  );
  for (const [file, hash] of Object.entries(files)) {
    const content = Buffer.from(await (await served(file)).arrayBuffer());
    expect(`${file} sha384-${createHash('sha384').update(content).digest('base64')}`).toBe(`${file} ${hash}`);
  }
});

test('LICENSES.txt passes on the licence of every package of which something is in the files, and of no other', async () => {
  const notices = await (await served('LICENSES.txt')).text();
  // What was bundled, as the source maps tell it, and what is copied.
  const maps = readdirSync(folder).filter((file) => file.endsWith('.js.map'));
  const sources = maps.flatMap(
    (file) => (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { sources: string[] }).sources,
  );
  const bundled = sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
  const packages = [...new Set([...bundled, '@wxcc-desktop/sdk'])].sort();

  const named = [...notices.matchAll(/^(\S+) \d+\.\d+\.\d+\S*, (.+)$/gm)];
  expect(named.map(([, name]) => name).sort()).toEqual(packages);
  for (const [, , license] of named) expect(license).toMatch(/^(MIT|ISC|BSD-3-Clause|Apache-2\.0)$/);
  expect(notices).toContain('Redistribution and use in source and binary forms');
  expect(notices).toContain('Copyright (c) 2017 Google LLC');
});
