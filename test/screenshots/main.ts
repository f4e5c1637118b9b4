import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchChromium } from '../browser/chromium.ts';
import { Stage } from '../browser/desk.ts';
import { buildWidget } from '../demo/widget-build.ts';
import { scenes, type Look } from './scenes.ts';

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
    languages: { type: 'string', default: 'en,de,ja' },
    looks: { type: 'string', default: Object.keys(looks).join() },
    scenes: { type: 'string', default: Object.keys(scenes).join() },
  },
});
const languages = values.languages.split(',');

await buildWidget();
mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
const pictures: string[] = [];
for (const scene of values.scenes.split(',')) {
  for (const look of values.looks.split(',')) pictures.push(...(await take(scene, look)));
  process.stdout.write(`${scene}\n`);
}
await browser.close();
const figures = pictures.map(
  (name) => `<figure><img src="${name}.png" alt=""><figcaption>${name}</figcaption></figure>`,
);
const style = 'body{display:flex;flex-wrap:wrap;gap:8px;font:12px sans-serif}figure{margin:0}img{width:460px}';
writeFileSync(`${folder}/index.html`, `<!doctype html><style>${style}</style>${figures.join('\n')}`);
process.stdout.write(`${pictures.length} pictures in ${folder}, all of them in index.html\n`);

/** One state in one look, in each language: the desktop changes it while the page is there. */
async function take(sceneName: string, lookName: string): Promise<string[]> {
  const [scene, look] = [scenes[sceneName], looks[lookName]];
  if (!scene || !look) throw new Error(`There is no ${scene ? lookName : sceneName}.`);
  const stage = await Stage.open(browser, { viewport: { width: look.width, height: look.height } });
  const { page } = await scene(stage, look);
  const names: string[] = [];
  for (const language of languages) {
    await page.evaluate((tag) => window.agentDesktop.setLanguage(tag), language);
    await page.waitForTimeout(settled);
    const name = `${sceneName}-${lookName}-${language}`;
    await page.screenshot({ path: `${folder}/${name}.png` });
    names.push(name);
  }
  await stage.close();
  return names;
}
