import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startIdentityProvider, type IdentityProvider } from '../authorization-server/identity-provider.ts';
import { FreshHost } from '../guide/fresh-host.ts';
import { layoutIds, people } from '../simulator/standard-organization.ts';
import { AdminAtWork } from './admin-at-work.ts';
import { launchChromium } from './chromium.ts';
import { Desk } from './desk.ts';

let browser: Browser;
let host: FreshHost;
let idp: IdentityProvider;

beforeEach(async () => {
  browser = await launchChromium();
  host = await FreshHost.install();
  idp = await startIdentityProvider(host.url);
});
afterEach(async () => {
  await browser.close();
  await idp.close();
  await host.close();
});

test(
  'by the guide alone: from an empty directory to a supervisor who works, in the console',
  { timeout: 180_000 },
  async () => {
    await host.serve();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const admin = new AdminAtWork(await context.newPage(), host);

    await admin.opensConsole(idp);
    expect(await admin.checklist()).toMatchObject({ sso: 'done', organization: 'open', 'first-supervisor': 'open' });

    await admin.connectsServiceApp();
    await admin.consents('token-manager', host.webex.credentials.tokenManager);
    await admin.seesChecklist({ organization: 'done', probes: 'done', 'token-manager': 'done', layout: 'unknown' });
    await admin.consents('integration', host.webex.credentials.integration);
    await admin.examines('Billing Specialist');

    for (const id of [layoutIds.global, layoutIds.billing]) await admin.insertsPage(id);
    await admin.setsStage('Nobody: preview only');
    const nadia = await entersDesktop(context, people.nadiaNorth.ciUserId);
    await nadia.says('Stan Standard');
    await admin.seesChecklist({
      ...{ sso: 'done', organization: 'done', probes: 'done', 'token-manager': 'done' },
      ...{ 'widget-host': 'done', layout: 'done', 'first-supervisor': 'done' },
    });

    await admin.findsNoSecret([...host.webex.secrets(), idp.clientSecret]);

    await admin.setsStage('Everybody who has the right at Webex');
    const another = await entersDesktop(context, people.nadiaNorth.ciUserId);
    await another.openProfile('Billing Specialist');
    await another.setProficiency('German', 9);
    await another.save('Storm in the north');
    await another.result('verified');
    expect([...admin.errors, ...nadia.errors, ...another.errors]).toEqual([]);
  },
);

test(
  'by the guide alone: from an empty directory to a supervisor who works, by command line only',
  { timeout: 180_000 },
  async () => {
    const { serviceApp, tokenManager, integration } = host.webex.credentials;
    await host.serve();

    // Guide, 4.
    const answers = [serviceApp.clientId, serviceApp.clientSecret, serviceApp.refreshToken];
    expect(await host.type('skilldesk service-app', { answers })).toMatchObject({
      code: 0,
      out: expect.stringContaining('Stored: the Service App, active.') as string,
    });
    for (const [command, client] of [
      ['skilldesk token-manager', tokenManager],
      ['skilldesk connect', integration],
    ] as const) {
      const asked = { answers: [client.clientId, client.clientSecret], typing: consentsAndPastes };
      expect(await host.type(command, { option: '--no-browser', ...asked })).toMatchObject({
        code: 0,
        out: expect.stringContaining('active.') as string,
      });
    }
    expect(await host.type('skilldesk status')).toMatchObject({ code: 0 });
    const profile = { '"<a skill profile>"': '"Billing Specialist"' };
    expect(await host.type('skilldesk doctor', { filledIn: profile })).toMatchObject({ code: 0 });

    // Guide, 5.
    expect((await host.type('skilldesk layout hosts')).out).toContain(new URL(host.url).host);
    for (const id of [layoutIds.global, layoutIds.billing]) {
      writeFileSync(join(host.folder, 'downloaded.json'), host.downloadLayout(id));
      expect(await host.type('skilldesk layout merge')).toMatchObject({ code: 0 });
      host.uploadLayout(id, host.file('with-skilldesk.json'));
    }
    expect(await host.type('skilldesk layout check')).toMatchObject({ code: 0 });

    // Guide, 6.
    expect(await host.type('skilldesk policy export')).toMatchObject({ code: 0 });
    writeFileSync(join(host.folder, 'policy.json'), host.file('policy.json').replace('"all"', '"preview"'));
    expect(await host.type('skilldesk policy import')).toMatchObject({ code: 0 });

    const nadia = await entersDesktop(await browser.newContext(), people.nadiaNorth.ciUserId);
    await nadia.says('Stan Standard');
    await nadia.openProfile('Billing Specialist');
    await nadia.says('Skilldesk is being introduced step by step');
    expect((await host.type('skilldesk layout check')).out).toContain('Desktops: A desktop came all the way');
    expect(nadia.errors).toEqual([]);
  },
);

/** What a person does with the link that is shown: opens it, consents, and copies the address that his browser ends at. */
async function consentsAndPastes(notes: () => string): Promise<string> {
  await expect.poll(notes).toMatch(/^ +http\S+authorize\S+$/m);
  const link = /^ +(http\S+authorize\S+)$/m.exec(notes())?.[1] ?? '';
  return (await fetch(link, { redirect: 'manual' })).headers.get('location') ?? '';
}

async function entersDesktop(context: BrowserContext, ciUserId: string): Promise<Desk> {
  const desk = new Desk(await context.newPage(), 'page');
  desk.page.on('pageerror', ({ message }) => desk.errors.push(message));
  await desk.page.goto(`${host.desktop.url}/desktop?mode=page&persona=supervisor&person=${ciUserId}`);
  await desk.page.getByRole('button', { name: 'Skilldesk', exact: true }).click();
  return desk;
}
