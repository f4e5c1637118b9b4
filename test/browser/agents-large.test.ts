import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBenchServer } from '../bench/widget/bench-server.ts';
import { launchChromium } from './chromium.ts';

let browser: Browser;
let server: Awaited<ReturnType<typeof startBenchServer>>;

beforeAll(async () => {
  browser = await launchChromium();
  server = await startBenchServer();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('of many agents only as many are drawn as are looked at, however high the page is', async () => {
  server.show({ rows: 2_000, skills: 20 });
  const page = await browser.newPage({ viewport: { width: 1_000, height: 2_400 } });
  await page.goto(`${server.url}/page`);
  await page.addScriptTag({ url: `${server.url}/widget/v1/skilldesk.js` });
  await page.evaluate((apiBase) => {
    const editor = Object.assign(document.createElement('skilldesk-editor'), { apiBase, accessToken: 't' });
    document.querySelector('#stage')?.append(editor);
  }, server.url);
  const agents = page.locator('skilldesk-agent-row');

  await expect.poll(() => agents.count()).toBeGreaterThan(30);
  const before = await agents.count();
  expect(before).toBeLessThan(100);
  await page.mouse.move(500, 1_000);
  await page.mouse.wheel(0, 5_000);
  await expect.poll(() => agents.count()).toBeGreaterThan(before);

  await page.getByRole('searchbox', { name: 'Search agents' }).fill('Agent 1999');
  // The agent of this number, and who works with the profile of this number.
  await expect.poll(() => agents.count()).toBe(2);
});
