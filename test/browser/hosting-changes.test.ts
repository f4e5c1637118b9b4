import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { people } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { layoutFaults } from './layout-faults.ts';
import type { Hosting } from './surroundings.ts';

let browser: Browser;
let stage: Stage;
const desks: Desk[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  stage = await Stage.open(browser, { viewport: { width: 1600, height: 1_000 } });
});
afterEach(async () => {
  for (const desk of desks.splice(0)) {
    expect(desk.errors).toEqual([]);
    expect(await desk.page.evaluate(() => window.agentDesktop.cspViolations)).toEqual([]);
  }
  await stage.close();
});
afterAll(() => browser.close());

async function enter(hosting: Hosting, query = '', before?: () => void): Promise<Desk> {
  const desk = await stage.enter(hosting, people.nadiaNorth, `toolbar=0&${query}`, before);
  desks.push(desk);
  return desk;
}
async function raiseGerman(desk: Desk): Promise<void> {
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);
}
const german = (desk: Desk) => desk.widget.getByRole('spinbutton', { name: /^German/ });
const sees = (desk: Desk, name: string) => desk.widget.getByText(name).first().waitFor({ timeout: 15_000 });

describe.each(['page', 'iframe'] as const)('in the %s', (hosting) => {
  test('the desktop may make the room larger or smaller at any time; nothing is lost or out of reach', async () => {
    const desk = await enter(hosting, 'size=1400x800');
    await raiseGerman(desk);
    for (const [width, height] of [
      [1_400, 800],
      [900, 600],
      [500, 500],
      [430, 370],
      [900, 600],
    ] as const) {
      await desk.page.evaluate(([x, y]) => window.agentDesktop.resize(x, y), [width, height] as const);

      await expect.poll(() => layoutFaults(desk), { message: `${width} × ${height}` }).toEqual([]);
      expect(await german(desk).inputValue()).toBe('8');
      await desk.review();
      await desk.widget.getByRole('button', { name: 'Save', exact: true }).click({ trial: true });
      await desk.leaveReview();
    }
  });

  test('colours, language and token may change in the middle of an edit', async () => {
    const desk = await enter(hosting);
    await raiseGerman(desk);
    await desk.widget.evaluate((element) => element.setAttribute('data-first', ''));
    await desk.page.evaluate(async () => {
      window.agentDesktop.setDarkMode(true);
      window.agentDesktop.setLanguage('en-GB');
      await window.agentDesktop.rotateToken();
    });

    expect(await german(desk).inputValue()).toBe('8');
    await desk.save('Monday is busy');
    await desk.result('verified');
    expect(await desk.widget.getAttribute('data-first')).toBe('');
  });

  test('the same place may come back, and goes on', async () => {
    const desk = await enter(hosting);
    await sees(desk, 'Billing Specialist');
    for (let turn = 0; turn < 3; turn += 1) {
      await desk.page.evaluate(() => window.agentDesktop.navigateAway());
      await desk.page.evaluate(() => window.agentDesktop.navigateBack({ reuse: true }));
      await sees(desk, 'Billing Specialist');
    }
    await raiseGerman(desk);
    await desk.save('Monday is busy');
    await desk.result('verified');
  });

  test('the script may be evaluated again for each element', async () => {
    const desk = await enter(hosting, 'dedupe=0');
    await sees(desk, 'Billing Specialist');
    await desk.page.evaluate(() => window.agentDesktop.navigateAway());
    await desk.page.evaluate(() => window.agentDesktop.navigateBack());

    await sees(desk, 'Billing Specialist');
  });

  test('somebody else may have taken one of our tags: it is left to him, and the rest works', async () => {
    const desk = await enter(hosting, '', () => {
      customElements.define('skilldesk-incident-banner', class extends HTMLElement {});
    });
    await raiseGerman(desk);

    await desk.save('Monday is busy');
    await desk.result('verified');
  });

  test('somebody else may have taken the widget’s own tag: it is left to him, and nothing fails', async () => {
    const desk = await enter(hosting, '', () => {
      class Foreign extends HTMLElement {
        connectedCallback() {
          this.textContent = 'Somebody else’s';
        }
      }
      customElements.define('skilldesk-editor', Foreign);
    });

    await sees(desk, 'Somebody else’s');
    expect(await desk.widget.evaluate((element) => element.shadowRoot)).toBeNull();
  });

  test('styles that a page hands down do not reach the widget', async () => {
    const look = async (before?: () => void) => {
      const desk = await enter(hosting, '', before);
      const name = desk.widget.getByText('Billing Specialist').first();
      await name.waitFor();
      return name.evaluate((element) => {
        const style = getComputedStyle(element);
        return ['fontSize', 'lineHeight', 'letterSpacing', 'textTransform', 'textAlign', 'whiteSpace', 'wordSpacing']
          .concat(['textIndent', 'color', 'cursor', 'fontStyle', 'visibility'])
          .map((name) => `${name}: ${style[name as 'color']}`);
      });
    };
    const usual = await look();
    const handedDown = await look(() => {
      addEventListener('DOMContentLoaded', () => {
        const style = document.createElement('style');
        style.textContent = `body { font: italic 40px/3 serif; letter-spacing: 9px; text-transform: uppercase; text-align: right;
          white-space: pre; word-spacing: 20px; text-indent: 50px; color: red; cursor: wait }`;
        document.head.append(style);
      });
    });

    expect(handedDown).toEqual(usual);
  });
});

test.each(['shimmed', 'same-origin'])('in a frame of kind %s everything works as well', async (frame) => {
  const desk = await enter('iframe', `frame=${frame}`);
  await raiseGerman(desk);
  await desk.save('Monday is busy');
  await desk.result('verified');
});
