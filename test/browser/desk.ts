import type { Browser, BrowserContextOptions, Frame, Locator, Page } from 'playwright-core';
import { people } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { openSurroundings, type Hosting, type Surroundings } from './surroundings.ts';

const usualScreen: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

/** Everything between a supervisor's eyes and Webex: Chromium, and all that surrounds it. */
export class Stage {
  readonly browser: Browser;
  readonly #surroundings: Surroundings;
  readonly #screen: BrowserContextOptions;
  readonly #pages: Page[] = [];

  private constructor(surroundings: Surroundings, browser: Browser, screen: BrowserContextOptions) {
    this.#surroundings = surroundings;
    this.browser = browser;
    this.#screen = screen;
  }

  static async open(
    browser?: Browser,
    screen: BrowserContextOptions = usualScreen,
    options: Parameters<typeof openSurroundings>[0] = {},
  ): Promise<Stage> {
    return new Stage(await openSurroundings(options), browser ?? (await launchChromium()), screen);
  }

  get skilldesk() {
    return this.#surroundings.skilldesk;
  }

  get webex() {
    return this.skilldesk.webex;
  }

  /** Opens Agent Desktop as this person; `before` runs in every document of the page first. */
  async enter(
    hosting: Hosting,
    { ciUserId }: { ciUserId: string } = people.nadiaNorth,
    query = '',
    before?: () => void,
    watch?: (page: Page) => void,
  ): Promise<Desk> {
    const page = await this.browser.newPage(this.#screen);
    if (before) await page.addInitScript(before);
    watch?.(page);
    this.#pages.push(page);
    const desk = new Desk(page, hosting);
    page.on('pageerror', ({ message }) => desk.errors.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') desk.consoleErrors.push(message.text());
    });
    await page.goto(this.#surroundings.urlFor(hosting, ciUserId, query));
    await page.evaluate(() => window.agentDesktop.ready);
    return desk;
  }

  /** As an administrator puts it into Control Hub; desktops that are opened then have it. */
  uploadLayout(text: string): void {
    this.#surroundings.uploadLayout(text);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#pages.splice(0).map((page) => page.close()));
  }

  /** Ends all but the browser. */
  async close(): Promise<void> {
    await this.leave();
    await this.#surroundings.close();
  }
}

/** What a supervisor does on the page, in his words. */
export class Desk {
  readonly page: Page;
  readonly hosting: Hosting;
  readonly errors: string[] = [];
  readonly consoleErrors: string[] = [];

  constructor(page: Page, hosting: Hosting) {
    this.page = page;
    this.hosting = hosting;
  }

  /** The document that the widget stands in. */
  get document(): Page | Frame {
    if (this.hosting === 'page') return this.page;
    const frame = this.page.frames()[1];
    if (!frame) throw new Error('There is no frame.');
    return frame;
  }

  get widget(): Locator {
    return this.document.locator('skilldesk-editor');
  }

  async openProfile(name: string): Promise<void> {
    await this.view('Skill profiles');
    await this.widget.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await this.widget.getByRole('heading', { name, level: 2 }).waitFor();
  }

  async view(name: 'Agents' | 'Skill profiles' | 'Recent changes'): Promise<void> {
    await this.widget.getByRole('navigation').getByRole('button', { name, exact: true }).click();
  }

  async setProficiency(skill: string, value: number): Promise<void> {
    await this.widget.getByRole('spinbutton', { name: `${skill}, number from 0 to 10` }).fill(String(value));
  }

  /** Opens the review, where it is not beside the lists anyway. */
  async review(): Promise<void> {
    const opener = this.widget.locator('skilldesk-road-panel .bar button');
    await this.widget.locator('skilldesk-road-panel:not([hidden])').waitFor();
    if (await opener.isVisible()) await opener.click();
  }

  /** Puts the review away, where it covers the lists. */
  async leaveReview(): Promise<void> {
    const close = this.widget.getByRole('button', { name: 'Close review' });
    if (await close.isVisible()) await close.click();
  }

  async save(reason: string): Promise<void> {
    await this.review();
    await this.widget.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await this.widget.getByRole('button', { name: /^Save/ }).click();
  }

  /** The texts of the items of the last save, when it has ended as `outcome`. */
  async result(outcome: string): Promise<string[]> {
    const items = this.widget.locator(`skilldesk-save-result li[data-outcome="${outcome}"]`);
    await items.first().waitFor({ timeout: 30_000 });
    return items.allInnerTexts();
  }

  /** Text on the page, once it is there. */
  async says(text: string | RegExp): Promise<void> {
    await this.widget.getByText(text).first().waitFor({ timeout: 30_000 });
  }

  unsaved(): Promise<string[]> {
    return this.widget.locator('.mark.unsaved').allInnerTexts();
  }
}
