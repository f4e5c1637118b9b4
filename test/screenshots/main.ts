import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchChromium } from '../browser/chromium.ts';
import { Stage } from '../browser/desk.ts';
import { buildWidget } from '../demo/widget-build.ts';
import { scenes, type Look } from './scenes.ts';

/*
 * Takes every scene in every look, in English, German and Japanese; or what is asked for, by comma:
 *
 *   npm run screenshots -- --scenes conflict,grid --looks light,small --languages fr
 *
 * Japanese needs a font that has it, such as Debian's fonts-noto-cjk.
 */

const folder = 'test/output/screenshots';
const settled = 600;

const looks: Readonly<Record<string, Look & { width: number; height: number }>> = {
  light: { hosting: 'page', query: 'dark=0', width: 1280, height: 800 },
  dark: { hosting: 'iframe', query: 'dark=1', width: 1400, height: 900 },
  least: { hosting: 'page', query: 'dark=1&size=500x500', width: 700, height: 620 },
  small: { hosting: 'iframe', query: 'dark=0&size=430x370', width: 620, height: 500 },
};

const { values } = parseArgs({
  options: {
    scenes: { type: 'string' },
    looks: { type: 'string' },
    languages: { type: 'string', default: 'en,de,ja' },
  },
});
const scenesTaken = named('scene', values.scenes, Object.keys(scenes));
const looksTaken = named('look', values.looks, Object.keys(looks));
const languages = named('language', values.languages, [
  'en',
  ...readdirSync('widget/localize/languages').map((file) => file.replace('.json', '')),
]);

await buildWidget();
mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
const failures: string[] = [];
for (const scene of scenesTaken) {
  for (const look of looksTaken) {
    await take(scene, look).catch((error: unknown) => failures.push(`${scene}-${look}: ${String(error)}`));
  }
  process.stdout.write(`${scene}\n`);
}
await browser.close();
writeFileSync(`${folder}/index.html`, overview(readdirSync(folder).filter((file) => file.endsWith('.png'))));
process.stdout.write(`The pictures are in ${folder}, all of them in index.html\n`);
if (failures.length > 0) {
  process.stderr.write(`Not taken:\n${failures.join('\n')}\n`);
  process.exitCode = 1;
}

/** What was asked for, by comma; nothing asked for is everything there is. */
function named(what: string, asked: string | undefined, all: readonly string[]): readonly string[] {
  const names = asked?.split(',') ?? all;
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${what} ${unknown.join(', ')}; there are ${all.join(', ')}.`);
  return names;
}

function overview(files: readonly string[]): string {
  const figures = files.map(
    (file) => `<figure><img src="${file}" alt=""><figcaption>${file.replace('.png', '')}</figcaption></figure>`,
  );
  const style = 'body{display:flex;flex-wrap:wrap;gap:8px;font:12px sans-serif}figure{margin:0}img{width:460px}';
  return `<!doctype html><style>${style}</style>${figures.join('\n')}`;
}

/** One state in one look, in each language: the desktop changes it while the page is there. */
async function take(sceneName: string, lookName: string): Promise<void> {
  const [scene, look] = [scenes[sceneName], looks[lookName]];
  if (!scene || !look) return;
  const fileOf = (language: string) => `${folder}/${sceneName}-${lookName}-${language}.png`;
  for (const language of languages) rmSync(fileOf(language), { force: true });
  const stage = await Stage.open(browser, { viewport: { width: look.width, height: look.height } });
  try {
    const { page } = await scene(stage, look);
    for (const language of languages) {
      await page.evaluate((tag) => window.agentDesktop.setLanguage(tag), language);
      await page.waitForTimeout(settled);
      await page.screenshot({ path: fileOf(language) });
    }
  } finally {
    await stage.close();
  }
}
