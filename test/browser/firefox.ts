import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Browser } from 'puppeteer-core';

const debianFirefox = '/usr/bin/firefox-esr';

/** Which Firefox to use: $FIREFOX, else Debian's ESR; says so, or why there is none. */
export function findFirefox(): string | undefined {
  const path = process.env['FIREFOX'] || debianFirefox;
  const found = existsSync(path);
  process.stdout.write(
    found ? `Firefox: ${path}\n` : `Firefox: none at ${path} (apt-get install firefox-esr, or $FIREFOX); skipped\n`,
  );
  return found ? path : undefined;
}

/** By WebDriver BiDi; with a home of its own, since Firefox refuses one that belongs to somebody else. */
export async function launchFirefox(executablePath: string): Promise<{ browser: Browser; close: () => Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'skilldesk-firefox-'));
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    // An ESR does not know all that a viewport of the driver's consists of: its window is made as large.
    defaultViewport: null,
    args: ['--width=1280', '--height=900'],
    env: { ...process.env, HOME: home },
    extraPrefsFirefox: { 'app.update.disabledForTesting': true, 'datareporting.policy.dataSubmissionEnabled': false },
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
