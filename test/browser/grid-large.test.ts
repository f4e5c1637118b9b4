import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBenchServer } from '../bench/widget/bench-server.ts';
import type { Size } from '../bench/widget/organization-of.ts';
import { launchChromium } from './chromium.ts';
import { GridDesk } from './grid-desk.ts';
import { violations } from './violations.ts';

let browser: Browser;
let server: Awaited<ReturnType<typeof startBenchServer>>;
let page: Page;
let grid: GridDesk;
let errors: string[];

beforeAll(async () => {
  browser = await launchChromium();
  server = await startBenchServer();
});
beforeEach(() => (errors = []));
afterEach(async () => {
  expect(errors).toEqual([]);
  await page.close();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function enter(size: Size, dark = false): Promise<void> {
  server.show(size);
  page = await browser.newPage({ viewport: { width: 1000, height: 600 } });
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(`${server.url}/page`);
  await page.addScriptTag({ url: `${server.url}/widget/v1/skilldesk.js` });
  await page.evaluate(
    ([apiBase, darkMode]) => {
      const editor = Object.assign(document.createElement('skilldesk-editor'), { apiBase, darkMode, accessToken: 't' });
      document.querySelector('#stage')?.append(editor);
    },
    [server.url, dark] as const,
  );
  grid = new GridDesk(page.locator('skilldesk-editor'));
  await grid.open();
}
const small = { rows: 30, skills: 20 };
const profile = (number: number) => `Profile ${String(number).padStart(4, '0')}`;
const skill = (number: number) => `Skill ${String(number).padStart(3, '0')}`;
const at = (row: number, column: number) => `${profile(row)} / ${skill(column)}`;

describe('a large grid', () => {
  test.each([
    { rows: 2_000, skills: 20 },
    { rows: 500, skills: 130 },
  ])('of %o has few cells in the page wherever one looks, and tells how many there are', async (size) => {
    await enter(size);
    expect(await grid.grid.getAttribute('aria-rowcount')).toBe(String(size.rows + 1));
    expect(await grid.grid.getAttribute('aria-colcount')).toBe(String(size.skills + 1));

    for (const [top, left] of [
      [0, 0],
      [0.4, 0.5],
      [1, 1],
    ] as const) {
      const seen = await grid.widget.locator('.scroll').evaluate(
        async (scroller, share) => {
          scroller.scrollTo(share.left * scroller.scrollWidth, share.top * scroller.scrollHeight);
          await new Promise((resolve) => setTimeout(resolve, 100));
          const table = scroller.querySelector('[role="grid"]');
          const { right, bottom } = scroller.getBoundingClientRect();
          const corner = (scroller.getRootNode() as ShadowRoot).elementFromPoint(right - 20, bottom - 20);
          return { elements: table?.querySelectorAll('*').length ?? 0, corner: corner?.role };
        },
        { top, left },
      );
      expect(seen.elements).toBeLessThan(1_000);
      expect(seen.corner).toBe('gridcell');
    }
  });

  test('keeps the focus in the cursor’s cell while one scrolls elsewhere, and comes back with the next key', async () => {
    await enter({ rows: 2_000, skills: 20 });
    await grid.stand(profile(3), skill(2));
    await page.mouse.move(600, 400);
    for (let turn = 0; turn < 5; turn += 1) await page.mouse.wheel(400, 8_000);
    await expect.poll(() => grid.row(profile(3)).count()).toBe(1);
    await expect.poll(() => grid.row(profile(1)).count()).toBe(0);

    expect(await grid.focus()).toBe(at(3, 2));
    await grid.press('ArrowDown');
    expect(await grid.focus()).toBe(at(4, 2));
    await expect.poll(() => grid.row(profile(1)).count()).toBe(1);
  });
});

test.each<[string[], string]>([
  [['ArrowDown', 'ArrowRight'], at(6, 4)],
  [['ArrowUp', 'ArrowLeft'], at(4, 2)],
  [['Home'], at(5, 1)],
  [['End'], at(5, 20)],
  [['Control+Home'], at(1, 1)],
  [['Control+End'], at(30, 20)],
  [['Control+ArrowDown'], at(30, 3)],
  [['PageDown', 'PageUp'], at(5, 3)],
  [['Home', 'ArrowLeft'], `${profile(5)} /`],
  [['Control+ArrowUp', 'ArrowUp'], `/ ${skill(3)}`],
  [['Control+Home', 'ArrowUp', 'ArrowLeft'], '/'],
])('%j leads from the fifth row and the third column to %s', async (keys, place) => {
  await enter(small);
  await grid.stand(profile(5), skill(3));
  await grid.press(...keys);

  expect(await grid.focus()).toBe(place);
});

test('a proficiency is typed: 1 and 0 make 10, 1 and 0 with something between do not, another 0 makes 0', async () => {
  await enter(small);
  await grid.stand(profile(2), skill(2));
  await grid.press('1', '0');
  expect(await grid.value(profile(2), skill(2))).toMatch(/^10, unsaved/);
  await grid.press('Control+z');
  expect(await grid.value(profile(2), skill(2))).not.toMatch(/unsaved/);
  await grid.press('1', 'Escape', '0');
  expect(await grid.value(profile(2), skill(2))).toMatch(/^0, unsaved/);
  await grid.press('1', '0', '0');
  expect(await grid.value(profile(2), skill(2))).toMatch(/^0, unsaved/);
});

test('Delete takes a skill out of the profile, which is something else than 0 in look, words and announcement', async () => {
  await enter(small);
  await grid.stand(profile(2), skill(3));
  await grid.press('0');
  const zero = await (await grid.cell(profile(2), skill(3))).innerText();
  await grid.press('Delete');

  expect(await grid.value(profile(2), skill(3))).toBe('not in the profile, unsaved, was 9');
  expect([zero, await (await grid.cell(profile(2), skill(3))).innerText()]).toEqual(['0', '–']);
  expect(await grid.said()).toBe('1 cell changed');
});

describe('a range', () => {
  test('is selected with Shift, announced, and filled down; undone and redone at once', async () => {
    await enter(small);
    await grid.stand(profile(2), skill(2));
    await grid.press('4', 'Shift+ArrowDown', 'Shift+ArrowDown');
    expect(await grid.said()).toBe('3 cells selected');
    expect(await grid.selected()).toBe(3);
    await grid.press('Control+d');
    const values = () => Promise.all([2, 3, 4].map((row) => grid.value(profile(row), skill(2))));
    expect((await values()).every((value) => /^4(,|$)/.test(value))).toBe(true);

    await grid.press('Control+z');
    expect((await values()).filter((value) => /^4(,|$)/.test(value))).toHaveLength(1);
    await grid.press('Control+y');
    expect((await values()).every((value) => /^4(,|$)/.test(value))).toBe(true);
    await grid.press('Control+z', 'Control+Shift+z');
    expect((await values()).every((value) => /^4(,|$)/.test(value))).toBe(true);
  });

  test('is dragged with the mouse, or ended with Shift and a click', async () => {
    await enter(small);
    const box = async (row: number, column: number) => {
      const { x = 0, y = 0 } = (await (await grid.cell(profile(row), skill(column))).boundingBox()) ?? {};
      return [x + 20, y + 10] as const;
    };
    await page.mouse.move(...(await box(2, 1)));
    await page.mouse.down();
    await page.mouse.move(...(await box(4, 3)), { steps: 4 });
    await page.mouse.up();
    expect(await grid.selected()).toBe(9);

    await page.keyboard.down('Shift');
    await page.mouse.click(...(await box(6, 3)));
    await page.keyboard.up('Shift');
    expect(await grid.selected()).toBe(15);
    await grid.press('Escape');
    expect(await grid.selected()).toBe(1);
  });

  test('is no more than the cell that was clicked, though the grid is scrolled under the mouse at rest', async () => {
    await enter(small);
    const scroller = page.locator('skilldesk-skill-grid .scroll');
    const frames = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))));
    const { x = 0, y = 0 } = (await (await grid.cell(profile(4), skill(3))).boundingBox()) ?? {};
    await page.mouse.move(x + 20, y + 10);
    await page.mouse.down();
    await scroller.evaluate((element) => element.scrollBy(0, 72));
    await frames();
    await page.mouse.up();
    expect(await grid.selected()).toBe(1);
    expect(await grid.focus()).toBe(at(4, 3));
  });

  test('is dragged on and on while the mouse is held beyond the edge, and ends where it is let go', async () => {
    await enter(small);
    const scroller = page.locator('skilldesk-skill-grid .scroll');
    const scrolled = () => scroller.evaluate(({ scrollTop, scrollLeft }) => [scrollTop, scrollLeft] as const);
    const { x = 0, y = 0 } = (await (await grid.cell(profile(2), skill(1))).boundingBox()) ?? {};
    await page.mouse.move(x + 20, y + 10);
    await page.mouse.down();
    await page.mouse.move(996, 598, { steps: 4 });
    await expect.poll(async () => (await grid.focus()).startsWith(profile(small.rows))).toBe(true);
    await expect.poll(async () => Math.min(...(await scrolled()))).toBeGreaterThan(0);
    await page.mouse.up();
    const selected = await grid.selected();
    const [top] = await scrolled();

    await page.mouse.move(x + 20, 10, { steps: 4 });
    expect(await grid.selected()).toBe(selected);
    expect((await scrolled())[0]).toBe(top);
  });

  test('is set to one value; what does not fit is left alone and counted', async () => {
    await enter(small);
    await grid.stand(profile(2), skill(4));
    await grid.press('Shift+ArrowRight', 'Shift+ArrowDown');
    await grid.widget.getByRole('button', { name: 'Set selected to…' }).click();
    await grid.widget.getByRole('textbox', { name: 'Set 4 selected cells to' }).fill('3');
    await grid.press('Enter');

    expect(await grid.said()).toBe('2 cells changed. 2 left alone: the value does not fit the skill');
    expect(await grid.value(profile(3), skill(4))).toMatch(/^3/);
    await expect.poll(() => grid.focus()).toBe(at(3, 5));
  });

  test('of which a filter hides a part is never changed there without a question', async () => {
    await enter(small);
    await grid.stand(profile(1), skill(1));
    await grid.press('Shift+Control+ArrowDown');
    await grid.widget.getByRole('searchbox', { name: 'Search skill profiles' }).fill('0002');
    await expect.poll(() => grid.row(profile(1)).count()).toBe(0);
    await grid.widget.getByRole('searchbox', { name: 'Search skill profiles' }).press('Tab');
    await (await grid.cell(profile(2), skill(1))).focus();
    await grid.press('Delete');

    const question = grid.widget.getByRole('alertdialog');
    expect(await question.innerText()).toContain('29 selected cells are hidden');
    expect(await question.innerText()).toContain(profile(30));
    await question.getByRole('button', { name: 'Only the 1 that is shown' }).click();
    expect(await grid.said()).toBe('1 cell changed');
    await grid.press('Control+z', 'Delete', 'Escape');
    expect(await grid.widget.getByText('unsaved change').count()).toBe(0);
    await grid.press('Delete');
    await question.getByRole('button', { name: 'All 30' }).click();
    expect(await grid.said()).toMatch(/^20 cells changed/);
  });
});

test('a cell that is half hidden stays under the mouse, so that a second click meets it too', async () => {
  await enter(small);
  const scroller = page.locator('skilldesk-skill-grid .scroll');
  await scroller.evaluate((element) => element.scrollBy(0, 50));
  const { x = 0, y = 0, height = 0 } = (await (await grid.cell(profile(2), skill(3))).boundingBox()) ?? {};
  await page.mouse.dblclick(x + 20, y + height - 5);
  expect(await scroller.evaluate(({ scrollTop }) => scrollTop)).toBe(50);
  await page.getByLabel(`${skill(3)} of ${profile(2)}`).waitFor();
});

test('a pasted block is taken where it fits, and the rest is told', async () => {
  await enter(small);
  await grid.stand(profile(2), skill(2));
  await grid.press('Control+End', 'ArrowUp', 'ArrowLeft');
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', '3\tx\t1\n11\n5');
    let focused: Element | null = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    focused?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, composed: true, cancelable: true }),
    );
  });

  expect(await grid.said()).toBe(
    '1 cell changed. 2 left alone: the value does not fit the skill. 2 left alone: outside the grid',
  );
  expect(await grid.value(profile(29), skill(19))).toMatch(/^3/);
});

test('columns are hidden and shown, and stay so while the element is there', async () => {
  await enter(small);
  await grid.widget.getByRole('button', { name: 'Columns' }).click();
  await grid.widget.getByRole('checkbox', { name: skill(1) }).uncheck();
  expect(await grid.head(skill(1)).count()).toBe(0);
  expect(await grid.grid.getAttribute('aria-colcount')).toBe('20');
  await grid.widget.getByRole('button', { name: 'Agents', exact: true }).click();
  await grid.open();

  expect(await grid.head(skill(1)).count()).toBe(0);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

describe.each(['light', 'dark', 'forced colours'] as const)('in %s', (look) => {
  test('axe finds nothing wrong with cells, marks, editors and panels', async () => {
    await enter(small, look === 'dark');
    if (look === 'forced colours') await page.emulateMedia({ forcedColors: 'active' });
    const desk = { document: page, widget: grid.widget };
    await grid.stand(profile(2), skill(2));
    await grid.press('7', 'ArrowDown', 'Delete', 'Shift+ArrowRight');
    expect(await violations(desk)).toEqual([]);
    for (const name of ['Filters', 'Columns', 'Keys', 'As text']) {
      await grid.widget.getByRole('button', { name, exact: true }).click();
      expect(await violations(desk)).toEqual([]);
    }
    await grid.press('Escape');
    await grid.stand(profile(2), skill(15));
    await grid.press('F2');
    await grid.widget.locator('skilldesk-cell-editor').waitFor();
    expect(await violations(desk)).toEqual([]);
  });
});
