import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { signInAtConsole } from '../api/admin.ts';
import { Skilldesk } from '../api/skilldesk.ts';
import { freePort } from '../demo/free-port.ts';

type Role = 'viewer' | 'operator' | 'admin' | 'recent-admin';

/** A backend, and browsers in which its console is open. */
export class ConsoleStage {
  readonly skilldesk: Skilldesk;
  readonly #browser: Browser;
  readonly #opened: Page[] = [];
  readonly #errors: string[] = [];

  private constructor(browser: Browser, skilldesk: Skilldesk) {
    this.#browser = browser;
    this.skilldesk = skilldesk;
  }

  /** Where its browser reaches it is part of what a request has to say. */
  static async start(browser: Browser, environment: Record<string, string> = {}): Promise<ConsoleStage> {
    const port = String(await freePort());
    const publicUrl = { PUBLIC_URL: `http://localhost:${port}` };
    const skilldesk = await Skilldesk.start({ environment: { ...environment, ...publicUrl } });
    await skilldesk.stopProcess();
    await skilldesk.startProcess(port);
    return new ConsoleStage(browser, skilldesk);
  }

  /** Opens a page of the console, signed in with this role. */
  async open(path: string, role?: Role, screen: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      ...screen,
    });
    if (role) {
      const { cookie } = await signInAtConsole(this.skilldesk, role);
      const [name = '', value = ''] = cookie.split('=');
      // As over https: a browser counts this machine as safe, and DevTools do not.
      await context.addCookies([{ name, value, url: 'https://localhost/', httpOnly: true, sameSite: 'Lax' }]);
    }
    const page = await context.newPage();
    this.#opened.push(page);
    page.on('pageerror', ({ message }) => this.#errors.push(message));
    page.on('console', (message) => {
      // Chromium itself reports each answer of 400 or more.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.#errors.push(message.text());
    });
    await page.goto(`${this.skilldesk.publicUrl}/admin/${path}`);
    return page;
  }

  /** Ends all but the browser; no page may have had an error. */
  async close(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((page) => page.context().close()));
    await this.skilldesk.close();
    expect(this.#errors).toEqual([]);
  }
}

/** Once the page is there, and nothing is read any more. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await page.waitForFunction(() => {
    const texts = (root: Element | ShadowRoot): string =>
      [...root.querySelectorAll('*')].map((one) => (one.shadowRoot ? texts(one.shadowRoot) : '')).join('') +
      root.textContent;
    const text = texts(document.documentElement);
    return !text.includes('Loading…') && !text.includes('Working…');
  });
}
