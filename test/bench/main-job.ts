import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from '../browser/chromium.ts';
import { Stage } from '../browser/desk.ts';
import { buildWidget } from '../demo/widget-build.ts';
import { printTable } from './print-table.ts';

const rounds = 15;

/** Prints what the main job costs: the size of the bundle, the time until the page can be used, and the requests to Webex. */
await buildWidget();
printTable('Bundle, in bytes', ['file', 'raw', 'gzip -9', 'brotli 11'], bundleSizes());
const browser = await launchChromium();
printTable(
  `Element connected → first agent can be changed, in ms (${rounds} rounds, warm backend)`,
  ['hosting', 'median', 'slowest'],
  await timesToUsable(),
);
printTable('Requests to Webex', ['what', 'with his token', 'with the admin token', 'in all'], await requestsToWebex());
await browser.close();

function bundleSizes(): string[][] {
  const row = (name: string, content: Buffer) =>
    [name, content.length, gzipSync(content, { level: 9 }).length, brotliCompressSync(content).length].map(String);
  const files = readdirSync('dist/widget').filter((file) => file.endsWith('.js'));
  return files.map((file) => row(file, readFileSync(`dist/widget/${file}`)));
}

async function timesToUsable(): Promise<string[][]> {
  const stage = await Stage.open(browser);
  const rows: string[][] = [];
  for (const hosting of ['page', 'iframe'] as const) {
    const times: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const desk = await stage.enter(hosting, people.nadiaNorth, '', watch);
      await desk.widget.getByText('Billing Specialist').first().waitFor();
      const time = await desk.document.evaluate(() => window.skilldeskTimes.usable - window.skilldeskTimes.connected);
      // The first round fills the caches of browser and backend.
      if (round > 0) times.push(time);
      await stage.leave();
    }
    times.sort((one, other) => one - other);
    const [median, slowest] = [times[Math.floor(times.length / 2)], times.at(-1)].map((time) =>
      (time ?? NaN).toFixed(0),
    );
    rows.push([hosting, median ?? '', slowest ?? '']);
  }
  await stage.close();
  return rows;
}

declare global {
  interface Window {
    skilldeskTimes: { connected: number; usable: number };
  }
}

/** Runs in every document before anything else, and looks once a frame: for the element, then for an agent in its list. */
function watch(): void {
  const find = (selector: string, root: Document | ShadowRoot = document): Element | null => {
    for (const element of root.querySelectorAll('*')) {
      const found = element.matches(selector) ? element : element.shadowRoot && find(selector, element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const times = { connected: NaN, usable: NaN };
  window.skilldeskTimes = times;
  const look = () => {
    if (Number.isNaN(times.connected) && find('skilldesk-editor')) times.connected = performance.now();
    if (find('.actions button')) times.usable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function requestsToWebex(): Promise<string[][]> {
  const stage = await Stage.open(browser);
  const { skilldesk, webex } = stage;
  const rows: string[][] = [];
  let counted = 0;
  const count = (what: string) => {
    const made = webex.requests.slice(counted);
    counted = webex.requests.length;
    const his = made.filter(({ tokenKind }) => tokenKind === 'desktop').length;
    rows.push([what, his, made.length - his, made.length].map(String));
  };

  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const { skillProfiles } = await nadia.skillProfiles();
  count(`open the list, cold (${webex.organization.skillProfiles.size} profiles; with the token's refresh)`);
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
  await colin.skillProfiles();
  count('open the list, warm (another supervisor within a minute)');
  await nadia.skillProfiles();
  count('reload the list within a minute');
  const revision = skillProfiles.find(({ id }) => id === skillProfileIds.billingSpecialist)?.revision;
  const set = [{ skillId: skillIds.german, value: 8 }];
  await nadia.change([{ skillProfileId: skillProfileIds.billingSpecialist, revision, set }]);
  count('one edit of values: GET, PUT, GET');
  const toSkillProfileId = skillProfileIds.supportExpert;
  await nadia.change([{ userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId }]);
  count('one assignment: GET, PATCH, GET');
  await stage.close();
  return rows;
}
