import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { people } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { violations } from './violations.ts';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  browser = await launchChromium();
  stage = await Stage.open(browser);
});
afterEach(() => stage.leave());
afterAll(async () => {
  await stage.close();
  await browser.close();
});

const hostings = ['page', 'iframe'] as const;

/** The languages that a page fetches. */
const asked: string[] = [];
const listen = (page: Page) => {
  asked.length = 0;
  page.on('request', (request) => asked.push(...(/skilldesk\.([\w-]+)\.json/.exec(request.url())?.slice(1) ?? [])));
};

const view = (desk: Desk, name: string) => desk.widget.first().getByRole('button', { name, exact: true });
const languageOf = (desk: Desk) => desk.widget.first().locator('.frame[lang]').getAttribute('lang');

/** What has the focus inside of all shadow roots. */
const focused = (desk: Desk) =>
  desk.widget.evaluate((element) => {
    let at: Element = element;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return { tag: at.localName, value: at instanceof HTMLInputElement ? at.value : undefined };
  });

describe.each(hostings)('in the %s', (hosting) => {
  const enter = (query: string, before?: () => void, watch = listen) =>
    stage.enter(hosting, people.nadiaNorth, query, before, watch);

  test('the language of the desktop is spoken, for a region of it too', async () => {
    const desk = await enter('language=de-AT');

    await view(desk, 'Skill-Profile').waitFor();
    expect(await languageOf(desk)).toBe('de');
    await desk.widget.getByText('vom Team').first().waitFor();
    expect(asked).toEqual(['de']);
    expect([...desk.errors, ...desk.consoleErrors]).toEqual([]);
  });

  test('a language is fetched once, for two widgets and however often one comes back', async () => {
    const desk = await enter('language=fr-FR&instances=2');
    await view(desk, 'Profils').waitFor();
    await desk.page.evaluate(() => window.agentDesktop.navigateAway());
    await desk.page.evaluate(() => window.agentDesktop.navigateBack());
    await view(desk, 'Profils').waitFor();

    // Each sandboxed frame is a page of its own.
    expect(new Set(asked)).toEqual(new Set(['fr']));
    if (hosting === 'page') expect(asked).toEqual(['fr']);
  });

  test('without a language in the layout the browser’s is spoken, the first that there is', async () => {
    const desk = await enter('without=locale', () =>
      Object.defineProperty(Navigator.prototype, 'languages', { get: () => ['it-IT', 'es-MX', 'en'] }),
    );

    await view(desk, 'Perfiles').waitFor();
    expect(asked).toEqual(['es']);
  });

  test.each(['zh-CN', 'en-GB', 'no language'])(
    'for “%s” there is English, and nothing is fetched',
    async (language) => {
      const desk = await enter(`language=${encodeURIComponent(language)}`);

      await view(desk, 'Skill profiles').waitFor();
      expect(await languageOf(desk)).toBe('en');
      expect(asked).toEqual([]);
    },
  );

  test('the language may change at any time: what is unsaved and where one is stays', async () => {
    const desk = await enter('language=en-US');
    await desk.openProfile('Billing Specialist');
    const before = await desk.widget.getByRole('spinbutton', { name: 'German, number from 0 to 10' }).inputValue();
    const value = (Number(before) + 1) % 11;
    await desk.setProficiency('German', value);
    const there = await focused(desk);
    expect(there).toEqual({ tag: 'input', value: String(value) });

    await desk.page.evaluate(() => window.agentDesktop.setLanguage('ja-JP'));
    await view(desk, 'プロファイル').waitFor();
    expect(await focused(desk)).toEqual(there);
    expect(await desk.unsaved()).toContain(`未保存、変更前は ${before}`);

    await desk.page.evaluate(() => window.agentDesktop.setLanguage('pt-PT'));
    await view(desk, 'Perfis').waitFor();
    expect(await languageOf(desk)).toBe('pt-BR');
    expect(await focused(desk)).toEqual(there);

    await desk.page.evaluate(() => window.agentDesktop.setLanguage('ja-JP'));
    await view(desk, 'プロファイル').waitFor();
    await desk.page.evaluate(() => window.agentDesktop.setLanguage('en-US'));
    await view(desk, 'Skill profiles').waitFor();
    expect(await desk.widget.getByRole('spinbutton', { name: 'German, number from 0 to 10' }).inputValue()).toBe(
      String(value),
    );
    expect(asked).toEqual(['ja', 'pt-BR']);
    expect(desk.errors).toEqual([]);
    // Else it would be there again for the next one.
    await desk.widget.getByRole('button', { name: 'Undo change of German' }).click();
    const nadia = await stage.skilldesk.signIn(people.nadiaNorth.ciUserId);
    await expect.poll(async () => (await nadia.call('GET', '/api/draft')).body).toBeUndefined();
  });

  test('while the file is blocked there is English and everything works; the language comes when it can', async () => {
    let blocked = true;
    const desk = await enter('language=de-DE', undefined, (page) => {
      listen(page);
      void page.route('**/skilldesk.de.json', (route) => (blocked ? route.abort() : route.continue()));
    });
    await desk.openProfile('Billing Specialist');
    expect(await languageOf(desk)).toBe('en');

    blocked = false;
    // Deep inside, and in the same breath in the frame around it.
    await desk.widget
      .getByText(/^Verwendet von/)
      .first()
      .waitFor({ timeout: 20_000 });
    expect(await languageOf(desk)).toBe('de');
    expect(await view(desk, 'Skill-Profile').count()).toBe(1);
    await desk.widget.getByRole('heading', { name: 'Billing Specialist', level: 2 }).waitFor();
    expect(desk.errors).toEqual([]);
  });

  test.each([
    ['a sign-in page', '<html></html>'],
    ['no language', '[7]'],
    ['nothing', ''],
  ])('a file that is %s leaves the page in English', async (_what, body) => {
    let answered = 0;
    const desk = await enter('language=de-DE', undefined, (page) => {
      void page.route('**/skilldesk.de.json', (route) => {
        answered += 1;
        return route.fulfill({ body, headers: { 'Access-Control-Allow-Origin': '*' } });
      });
    });
    await desk.openProfile('Billing Specialist');

    expect(answered).toBeGreaterThan(0);
    expect(await languageOf(desk)).toBe('en');
    expect(desk.errors).toEqual([]);
  });

  test('a file of an older version says what it can, the rest is English', async () => {
    const texts = { 'app.profiles': 'Skill-Profile', 'agents.search': 7, 'app.moon': 'Mond' };
    const desk = await enter('language=de-DE', undefined, (page) => {
      void page.route('**/skilldesk.de.json', (route) =>
        route.fulfill({ json: texts, headers: { 'Access-Control-Allow-Origin': '*' } }),
      );
    });

    await view(desk, 'Skill-Profile').waitFor();
    await view(desk, 'Agents').waitFor();
    expect(await languageOf(desk)).toBe('de');
    expect(desk.errors).toEqual([]);
  });

  test.each(['de-DE', 'ja-JP'])('no accessibility violation in %s', async (language) => {
    const desk = await enter(`toolbar=0&size=430x370&language=${language}`);
    const [first, profiles] = language === 'de-DE' ? ['Agenten', 'Skill-Profile'] : ['エージェント', 'プロファイル'];
    await view(desk, first).waitFor();
    await desk.widget.getByText('Billing Specialist').first().waitFor();
    const found = await violations(desk);
    await view(desk, profiles).click();
    await desk.widget.getByText('Billing Specialist').first().waitFor();
    expect([...found, ...(await violations(desk))]).toEqual([]);
  });
});
