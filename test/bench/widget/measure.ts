import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Contestant } from './contestants.ts';
import { emptyFigures, type Figures } from './figures.ts';
import { prepare } from './in-page.ts';

/** After so many returns everything that is made once has been made. */
const firstReturns = 15;
const returns = 20 + firstReturns;
const edits = 20;
const laterSwitches = 4;
const searched = 'e 00';

/** One page of one contestant, from its script to its end; adds what was measured to `figures`. */
export async function measure(
  browser: Browser,
  base: string,
  contestant: Contestant,
  figures: Figures = emptyFigures(),
  whole = false,
): Promise<Figures> {
  const page = await open(browser, base, contestant);
  const debug = await page.context().newCDPSession(page);
  const before = await heapOf(debug);
  const code = readFileSync(contestant.script, 'utf8');
  figures.evaluation.push(await page.evaluate((script) => window.bench.evaluate(script), code));
  figures.firstView.push(await enter(page, base, contestant));
  await laterFile(page, contestant);
  if (whole) await search(page, contestant, figures.searchingList);
  figures.switching.push(await toTable(page, contestant));
  for (let turn = 0; turn < laterSwitches; turn += 1) {
    figures.switchingBack.push(await toList(page, contestant));
    figures.switchingAgain.push(await toTable(page, contestant));
  }
  if (whole) {
    await edit(page, contestant, figures);
    figures.heap = (await heapOf(debug)) - before;
    figures.nodes = ((await debug.send('Memory.getDOMCounters')) as { nodes: number }).nodes;
    for (let turn = 0; turn < returns; turn += 1) {
      await page.evaluate(() => window.bench.leave());
      await enter(page, base, contestant);
      await toTable(page, contestant);
      if (turn === firstReturns - 1) figures.heapAfterFirstReturns = (await heapOf(debug)) - before;
    }
    figures.heapAfterReturns = (await heapOf(debug)) - before;
  }
  await page.close();
  return figures;
}

/** The first switch of a person who is faster than the second file; adds it to `figures`. */
export async function measureCold(browser: Browser, base: string, contestant: Contestant, figures: Figures) {
  const page = await open(browser, base, contestant);
  // Nothing is loaded ahead of need.
  await page.evaluate(() => (window.requestIdleCallback = () => 0));
  await page.addScriptTag({ path: contestant.script });
  await enter(page, base, contestant);
  figures.switchingCold.push(await toTable(page, contestant));
  await page.close();
}

async function open(browser: Browser, base: string, { name }: Contestant): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (fault) => {
    throw new Error(`${name} failed in the page.`, { cause: fault });
  });
  await page.addInitScript(prepare);
  await page.goto(`${base}/page`);
  return page;
}

/** Until what comes ahead of need has come, and the page rests. */
async function laterFile(page: Page, { later }: Contestant): Promise<void> {
  await page.waitForFunction((tag) => tag === undefined || customElements.get(tag), later?.tag);
  for (let turn = 0; turn < 3; turn += 1) {
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1_000 })));
  }
}

const enter = (page: Page, base: string, { tag, row }: Contestant): Promise<number> =>
  page.evaluate(([name, url, selector]) => window.bench.enter(name, url, selector), [tag, base, row] as const);

/** Types a search, and takes it back. */
async function search(page: Page, contestant: Contestant, times: number[]): Promise<void> {
  await focus(page, contestant.search);
  const keys = [...searched.split(''), ...searched.split('').map(() => 'Backspace')];
  for (const key of keys) times.push(await press(page, key));
}

async function toTable(page: Page, contestant: Contestant): Promise<number> {
  await focus(page, contestant.toTable);
  return press(page, 'Enter', contestant.cell);
}

async function toList(page: Page, contestant: Contestant): Promise<number> {
  await focus(page, contestant.toList);
  return press(page, 'Enter', contestant.row);
}

/** Down the first column: a digit into each cell; then a search over what is edited. */
async function edit(page: Page, contestant: Contestant, figures: Figures): Promise<void> {
  await focus(page, `${contestant.cell}[tabindex="0"]`);
  for (let turn = 0; turn < edits; turn += 1) {
    figures.editing.push(await press(page, String(turn % 10)));
    figures.editing.push(await press(page, 'ArrowDown'));
  }
  await search(page, contestant, figures.searchingTable);
}

/** A real key event; says how long it took until the next frame, or `wanted`, was painted. */
async function press(page: Page, key: string, wanted?: string): Promise<number> {
  await page.evaluate((selector) => window.bench.awaitKey(selector), wanted);
  await page.keyboard.press(key);
  return page.evaluate(() => window.bench.afterKey());
}

const focus = (page: Page, selector: string): Promise<void> =>
  page.evaluate((wanted) => {
    const found = window.bench.find(wanted);
    if (!found) throw new Error(`There is no ${wanted}.`);
    found.focus();
  }, selector);

async function heapOf(debug: CDPSession): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) await debug.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await debug.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize;
}
