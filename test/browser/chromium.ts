import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const debianChromium = '/usr/bin/chromium';
const said = 'SKILLDESK_CHROMIUM_SAID';

/** Which Chromium to use: $CHROME, else Debian's, else the one that comes with `npm ci`; says so once a run. */
export async function findChromium(): Promise<string> {
  const path = process.env['CHROME'] || (existsSync(debianChromium) ? debianChromium : await packagedChromium());
  if (!process.env[said]) process.stdout.write(`Chromium: ${path}\n`);
  // Test workers inherit the environment of the process that said it, and so need not unpack it.
  process.env['CHROME'] = path;
  process.env[said] = '1';
  return path;
}

async function packagedChromium(): Promise<string> {
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // What a graphics card would do is otherwise imitated by the processor, in a process of its own: a quarter of what a page costs.
      '--disable-gpu',
    ],
  });
}
