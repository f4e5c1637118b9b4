import { setTimeout as pause } from 'node:timers/promises';
import type { ElementHandle, Frame, Page } from 'puppeteer-core';
import type { Hosting } from './surroundings.ts';

type Role = 'button' | 'combobox' | 'gridcell' | 'searchbox' | 'spinbutton' | 'summary' | 'textbox';

const longest = 15_000;

/** What a supervisor does on the page in Firefox, whose driver sees no role in a shadow root. */
export class FirefoxDesk {
  readonly page: Page;
  readonly #hosting: Hosting;

  constructor(page: Page, hosting: Hosting) {
    this.page = page;
    this.#hosting = hosting;
  }

  async find(role: Role, name: string | RegExp): Promise<ElementHandle> {
    const found = await until(`${role} “${String(name)}”`, async () => {
      const handle = await this.#document.evaluateHandle(findByRole, role, ...patternOf(name));
      return handle.asElement() ?? undefined;
    });
    return found as ElementHandle;
  }

  async click(role: Role, name: string | RegExp): Promise<void> {
    await (await this.find(role, name)).click();
  }

  /** In place of what stands there. */
  async fill(role: Role, name: string | RegExp, text: string): Promise<void> {
    const field = await this.find(role, name);
    await field.click({ count: 3 });
    await this.page.keyboard.type(text);
  }

  async choose(name: string | RegExp, label: string): Promise<void> {
    const select = await this.find('combobox', name);
    const value = await select.evaluate(
      (field, wanted) => [...(field as HTMLSelectElement).options].find(({ text }) => text.trim() === wanted)?.value,
      label,
    );
    if (value === undefined) throw new Error(`“${String(name)}” does not offer “${label}”.`);
    await (select as ElementHandle<HTMLSelectElement>).select(value);
  }

  async press(...keys: Parameters<Page['keyboard']['press']>[0][]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Until this is to be read on the page; answers with all that is. */
  says(text: RegExp): Promise<string> {
    return until(String(text), async () => {
      const all = await this.text();
      return text.test(all) ? all : undefined;
    });
  }

  text(): Promise<string> {
    return this.#document.evaluate(() => {
      const insideOf = (node: Node): Node[] => {
        if (node instanceof HTMLSlotElement) return node.assignedNodes();
        return [...(node instanceof Element && node.shadowRoot ? node.shadowRoot : node).childNodes];
      };
      const textOf = (node: Node): string => {
        if (node instanceof Text) return node.data;
        const hidden = node instanceof HTMLElement && getComputedStyle(node).display === 'none';
        return hidden ? '' : insideOf(node).map(textOf).join(' ');
      };
      const widget = document.querySelector('skilldesk-editor') ?? window.agentDesktop.element();
      return widget ? textOf(widget).replace(/\s+/g, ' ') : '';
    });
  }

  get #document(): Frame {
    const [main, inner] = this.page.frames();
    const frame = this.#hosting === 'page' ? main : inner;
    if (!frame) throw new Error('There is no frame.');
    return frame;
  }
}

async function until<Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> {
  const deadline = Date.now() + longest;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Not on the page: ${what}`);
    await pause(50);
  }
}

const patternOf = (name: string | RegExp): [string, string] =>
  typeof name === 'string'
    ? [`^${name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`, '']
    : [name.source, name.flags];

/** Runs in the page: the first shown element of this role and name, however many shadow roots lie around it. */
function findByRole(role: Role, source: string, flags: string): Element | null {
  const name = new RegExp(source, flags);
  const selectors: Record<Role, string> = {
    button: 'button',
    combobox: 'select',
    gridcell: '[role="gridcell"]',
    searchbox: 'input[type="search"]',
    spinbutton: 'input[type="number"]',
    summary: 'summary',
    textbox: 'input[type="text"]',
  };
  const nameOf = (element: Element) => {
    const labels = 'labels' in element ? [...((element.labels as NodeListOf<Element> | null) ?? [])] : [];
    // What a label says, without what stands in its field.
    const ofLabel = labels[0]?.textContent.replace(element.textContent, '');
    const text = element.getAttribute('aria-label') ?? ofLabel ?? element.textContent;
    return text.replace(/\s+/g, ' ').trim();
  };
  const search = (root: Document | ShadowRoot): Element | null => {
    for (const element of root.querySelectorAll('*')) {
      const fits = element.matches(selectors[role]) && element.getClientRects().length > 0;
      if (fits && name.test(nameOf(element))) return element;
      const inside = element.shadowRoot && search(element.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  return search(document);
}
