import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enMore } from '../../widget/localize/en-more.ts';
import { startBenchServer } from '../bench/widget/bench-server.ts';
import { launchChromium } from './chromium.ts';

const secondFile = /\/skilldesk-more-[\w-]+\.js$/;

let browser: Browser;
let server: Awaited<ReturnType<typeof startBenchServer>>;
let page: Page;
let errors: string[];
let blocked: boolean;

beforeAll(async () => {
  browser = await launchChromium();
  server = await startBenchServer();
  server.show({ rows: 30, skills: 20 });
});
beforeEach(async () => {
  errors = [];
  blocked = false;
  page = await browser.newPage({ viewport: { width: 1000, height: 600 } });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.route(secondFile, (route) => (blocked ? route.abort() : route.continue()));
});
afterEach(async () => {
  expect(errors).toEqual([]);
  await page.close();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const bundle = () => `${server.url}/widget/v1/skilldesk.js`;

async function enter(loadBundle: () => Promise<unknown> = () => page.addScriptTag({ url: bundle() })): Promise<void> {
  await page.goto(`${server.url}/page`);
  await loadBundle();
  await page.evaluate((apiBase) => {
    const editor = Object.assign(document.createElement('skilldesk-editor'), { apiBase, accessToken: 't' });
    document.querySelector('#stage')?.append(editor);
  }, server.url);
  await agents().first().waitFor();
}
const agents = () => page.locator('skilldesk-agent-row');
const grid = () => page.getByRole('grid', { name: 'Skill profiles and skills' });
const toProfiles = () => page.getByRole('navigation').getByRole('button', { name: 'Skill profiles' });
const retry = () => page.getByRole('button', { name: 'Retry' });
const focused = () =>
  page.evaluate(() => {
    let here = document.activeElement;
    while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
    return here?.textContent.trim();
  });

test('the first file says nothing in words that come with the second', () => {
  const { sources } = JSON.parse(readFileSync('dist/widget/skilldesk.js.map', 'utf8')) as { sources: string[] };
  const ours = sources.filter((path) => path.includes('/widget/') && !path.includes('/localize/en'));
  const said = ours.flatMap((path) => {
    const source = readFileSync(new URL(path, `file://${process.cwd()}/dist/widget/`), 'utf8');
    return Object.keys(enMore).filter((key) => source.includes(`'${key.replace(/\.(one|other)$/, '')}'`));
  });

  expect(ours.length).toBeGreaterThan(50);
  expect(said).toEqual([]);
});

test('the first file is at most 45 kB, and there is one more', () => {
  const first = gzipSync(readFileSync('dist/widget/skilldesk.js'), { level: 9 });

  expect(first.length).toBeLessThanOrEqual(45_000);
  expect(readdirSync('dist/widget').filter((file) => secondFile.test(`/${file}`))).toHaveLength(1);
});

describe('the second file', () => {
  test('comes ahead of need, once the first view is there', async () => {
    const asked = page.waitForRequest(secondFile);
    await enter();

    await asked;
  });

  test('is not needed for the first view: without it the agents are there, and nothing is said', async () => {
    blocked = true;
    const asked = page.waitForEvent('requestfailed', (request) => secondFile.test(request.url()));
    await enter();
    await asked;

    expect(await agents().count()).toBeGreaterThan(5);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('that does not come is told where it is missed, and Retry brings it without losing the keyboard', async () => {
    blocked = true;
    await enter();
    await toProfiles().press('Enter');
    await page.getByText('A part of Skilldesk could not be loaded').waitFor();
    await retry().press('Enter');
    await page.getByRole('status').getByText('A part of Skilldesk could not be loaded').waitFor();
    expect(await focused()).toBe('Retry');

    blocked = false;
    await retry().press('Enter');
    await grid().waitFor();
    expect(await focused()).toBe('Skill profiles');
  });

  test('that does not come leaves the review with a word instead of nothing', async () => {
    blocked = true;
    await enter();
    await page
      .getByRole('button', { name: /^Change skill profile/ })
      .first()
      .click();
    await page.getByRole('combobox').selectOption({ index: 2 });
    await page.getByRole('button', { name: /^Review/ }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('A part of Skilldesk could not be loaded').waitFor();

    blocked = false;
    await dialog.getByRole('button', { name: 'Retry' }).press('Enter');
    await dialog.getByRole('textbox', { name: 'Reason' }).waitFor();
  });

  test('that is slow is said to be loading', async () => {
    let serve: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (serve = resolve));
    await page.route(secondFile, async (route) => {
      await held;
      await route.continue();
    });
    await enter();
    await toProfiles().press('Enter');
    await page.getByRole('status').getByText('Loading…').waitFor();

    serve();
    await grid().waitFor();
    expect(await focused()).toBe('Skill profiles');
  });

  test('is at the backend where the bundle does not know where it came from', async () => {
    await enter(() => page.addScriptTag({ path: 'dist/widget/skilldesk.js' }));
    await toProfiles().click();

    await grid().waitFor();
  });

  test('belongs to the bundle that was evaluated first, whatever another build has in its first file', async () => {
    const other = readFileSync('dist/widget/skilldesk.js', 'utf8').replaceAll(
      'skilldesk-notice',
      'skilldesk-skill-grid',
    );
    await enter(async () => {
      await page.addScriptTag({ url: bundle() });
      await page.addScriptTag({ content: other });
    });
    await toProfiles().click();

    await grid().waitFor();
  });

  test('is let in by the nonce that let the bundle in', async () => {
    await page.route(`${server.url}/page`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'Content-Security-Policy': "script-src 'nonce-abc'; style-src 'unsafe-inline'" },
        body: `<!doctype html><html lang="en"><title>Strict</title><div id="stage" style="height: 100vh"></div>
          <script nonce="abc" src="${bundle()}"></script></html>`,
      }),
    );
    await enter(() => page.waitForFunction(() => customElements.get('skilldesk-editor') !== undefined));
    await toProfiles().click();

    await grid().waitFor();
  });
});
