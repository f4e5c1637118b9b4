import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page, Response } from 'playwright-core';
import { expect } from 'vitest';
import type { IdentityProvider } from '../authorization-server/identity-provider.ts';
import { saidInGuide } from '../guide/admins-guide.ts';
import type { FreshHost } from '../guide/fresh-host.ts';
import { settled } from './console-stage.ts';

/** What an administrator does in the console, in the order and by the words of the guide. */
export class AdminAtWork {
  readonly errors: string[] = [];
  readonly #answers: Promise<string>[] = [];
  readonly #page: Page;
  readonly #host: FreshHost;

  constructor(page: Page, host: FreshHost) {
    this.#page = page;
    this.#host = host;
    page.on('pageerror', ({ message }) => this.errors.push(message));
    page.on('response', (response) => {
      // What ends in another page has no body that a browser would keep.
      const isOurs = response.url().startsWith(`${host.url}/admin/`);
      if (isOurs) this.#answers.push(textOf(response));
    });
  }

  /** Guide, 2. */
  async opensConsole(provider: IdentityProvider): Promise<void> {
    const file = join(this.#host.folder, 'data', saidInGuide('setup-code'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const code = /enter +(\S+)/.exec(this.#host.terminal())?.[1] ?? '';
    expect(readFileSync(file, 'utf8').trim()).toBe(code);
    await this.#page.goto(this.#host.url + saidInGuide('/admin/setup'));
    await this.#page.getByLabel('Setup code').fill(code);
    await this.#button('Continue').click();

    await this.#page.getByText(this.#host.url + saidInGuide('/admin/login/callback')).waitFor();
    await this.#page.getByLabel('Issuer').fill(provider.url);
    await this.#page.getByLabel('Client id').fill(provider.clientId);
    await this.#page.getByLabel('Client secret').fill(provider.clientSecret);
    await this.#page.getByLabel('Claim').fill('groups');
    await this.#page.getByLabel('Value').fill('skilldesk-admins');
    await this.#button('Test and save').click();
    await this.#page.getByText('Ada Admin · admin').waitFor();
  }

  /** Guide, 4. */
  async connectsServiceApp(): Promise<void> {
    const { clientId, clientSecret, refreshToken } = this.#host.webex.credentials.serviceApp;
    await this.#goes('Connect');
    saidInGuide('It needs a sign-in of the last five minutes');
    await this.#page.getByRole('link', { name: 'Sign in again' }).click();
    await this.#page.getByText('Ada Admin · admin').waitFor();
    expect(await this.#page.getByRole('link', { name: 'Sign in again' }).count()).toBe(0);
    const form = this.#page.locator('form[data-way=service-app]');
    await form.getByLabel('Client id', { exact: true }).fill(clientId);
    await form.getByLabel('Client secret').fill(clientSecret);
    await form.getByLabel('Refresh token').fill(refreshToken);
    await form.getByRole('button', { name: 'Connect' }).click();
    await this.#sawEveryStepSucceed();
  }

  /** At Webex, and back. */
  async consents(way: 'integration' | 'token-manager', client: { clientId: string; clientSecret: string }) {
    await this.#goes('Overview');
    await this.#goes('Connect');
    const form = this.#page.locator(`form[data-way=${way}]`);
    await form.getByLabel('Client id', { exact: true }).fill(client.clientId);
    await form.getByLabel('Client secret').fill(client.clientSecret);
    await form.getByRole('button', { name: 'Continue at Webex' }).click();
    await this.#sawEveryStepSucceed();
  }

  async #sawEveryStepSucceed(): Promise<void> {
    await this.#page.locator('[data-report=active]').waitFor();
    const states = await this.#page.locator('[data-report] .state').allInnerTexts();
    expect(states.length).toBeGreaterThanOrEqual(4);
    for (const state of states) expect(['ok', 'not tried']).toContain(state);
  }

  async examines(skillProfile: string): Promise<void> {
    await this.#goes('Doctor');
    await this.#page.getByLabel(/Prove the right to write/).fill(skillProfile);
    await this.#button('Examine').click();
    await this.#page.getByText('All is well.').waitFor();
  }

  /** Guide, 5: downloads at Control Hub, merges, uploads there. */
  async insertsPage(layoutId: string): Promise<void> {
    const file = join(this.#host.folder, 'downloaded.json');
    await this.#goes('Desktop layout');
    const buffer = Buffer.from(this.#host.downloadLayout(layoutId));
    await this.#page
      .getByLabel('Layout file, as downloaded from Control Hub')
      .setInputFiles({ name: 'downloaded.json', mimeType: 'application/json', buffer });
    await this.#button('Put the page in').click();
    await this.#page.getByText('Supervisor and agent: added').waitFor();
    const download = this.#page.waitForEvent('download');
    await this.#button('Download the result').click();
    await (await download).saveAs(file);
    this.#host.uploadLayout(layoutId, readFileSync(file, 'utf8'));
  }

  /** Guide, 6. */
  async setsStage(stage: string): Promise<void> {
    await this.#goes('Policy');
    await this.#page.getByLabel(stage).check();
    await this.#button('See what it does').click();
    await this.#page.locator('[data-member=stage]').waitFor();
    await this.#button('Save').click();
    await this.#page.getByText('Saved: it holds now').waitFor();
  }

  async checklist(): Promise<Record<string, string>> {
    await this.#goes('Overview');
    await this.#page.locator('[data-check]').first().waitFor();
    const states = await this.#page
      .locator('[data-check]')
      .evaluateAll((lines) => lines.map((line) => [line.dataset['check'], line.dataset['state']]));
    return Object.fromEntries(states) as Record<string, string>;
  }

  /** “Read again” until it says so. */
  async seesChecklist(states: Record<string, string>): Promise<void> {
    await this.#goes('Overview');
    await expect
      .poll(async () => {
        await this.#button('Read again').click();
        return this.checklist();
      })
      .toMatchObject(states);
  }

  /** Looks through every page as it is drawn, what is in its fields, and all that the server answered the console so far. */
  async findsNoSecret(secrets: string[]): Promise<void> {
    const seen: string[] = [];
    for (const page of await this.#page.getByRole('navigation').getByRole('link').allInnerTexts()) {
      await this.#goes(page);
      await settled(this.#page);
      seen.push(await this.#page.evaluate(everythingIn));
    }
    const answers = await Promise.all(this.#answers);
    expect(answers.length).toBeGreaterThan(40);
    const text = [...seen, ...answers].join('\n');
    expect([...secrets, 'CANARY-'].filter((secret) => text.includes(secret))).toEqual([]);
  }

  async #goes(page: string): Promise<void> {
    await this.#page.getByRole('navigation').getByRole('link', { name: page, exact: true }).click();
    await this.#page.getByRole('heading', { level: 2 }).waitFor();
  }

  #button(name: string): Locator {
    return this.#page.getByRole('button', { name, exact: true });
  }
}

const textOf = async (response: Response): Promise<string> => {
  const headers = JSON.stringify(await response.allHeaders().catch(() => ({})));
  return `${headers} ${await response.text().catch(() => '')}`;
};

/** Texts, attributes and what is in the fields, shadow roots and what is stored in the browser included. */
function everythingIn(): string {
  const within = (root: Element | ShadowRoot): string =>
    [...root.querySelectorAll('*')]
      .map((one) => {
        const value = 'value' in one ? String(one.value) : '';
        const attributes = [...one.attributes].map((attribute) => attribute.value).join(' ');
        return `${attributes} ${value} ${one.shadowRoot ? within(one.shadowRoot) : ''}`;
      })
      .join(' ') + root.textContent;
  return within(document.documentElement) + JSON.stringify([sessionStorage, localStorage]);
}
