import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Desk } from './desk.ts';
import { focusOf } from './focus.ts';

type Role = 'gridcell' | 'button' | 'textbox' | 'searchbox' | 'checkbox' | 'spinbutton' | 'combobox' | 'heading';

const mostSteps = 150;
const soon = { timeout: 5_000 };

/** A person without a mouse: what he wants to use, he must reach by Tab, and must see that he is there. */
export class Keyboard {
  readonly #desk: Desk;
  #inside = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Nothing but Tab takes the focus out of the widget. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.#desk.page.keyboard.press(key);
      this.#inside = !key.endsWith('Tab');
      if (this.#inside) await this.#keepsFocus(`after ${key}`);
    }
  }

  async type(text: string): Promise<void> {
    await this.#desk.page.keyboard.type(text);
    await this.#keepsFocus(`after typing “${text}”`);
  }

  /** Goes there by Tab, from wherever the focus is, and once around if need be. */
  async goTo(role: Role, name: string | RegExp): Promise<void> {
    const wanted = this.#named(role, name);
    await wanted.waitFor({ timeout: 30_000 });
    // What came meanwhile may have taken away what had the focus.
    if (this.#inside) await this.#keepsFocus(`before going to the ${role} “${String(name)}”`);
    for (let step = 0; step < mostSteps; step += 1) {
      if (await hasFocus(wanted)) return this.#seesFocus();
      await this.press('Tab');
    }
    throw new Error(`Tab does not lead to the ${role} “${String(name)}”.`);
  }

  /** Until the focus has come there by itself. */
  async waitFor(role: Role, name: string | RegExp): Promise<void> {
    await expect.poll(() => hasFocus(this.#named(role, name)), { timeout: 30_000 }).toBe(true);
    this.#inside = true;
    await this.#seesFocus();
  }

  async #keepsFocus(when: string): Promise<void> {
    await expect.poll(async () => (await focusOf(this.#desk)).where, { ...soon, message: when }).toBe('in the widget');
  }

  async #seesFocus(): Promise<void> {
    this.#inside = true;
    const { what, ring, contrast, inSight } = await focusOf(this.#desk);
    expect({ what, ring: ring >= 2, contrast: contrast >= 3, inSight }).toEqual({
      what,
      ring: true,
      contrast: true,
      inSight: true,
    });
  }

  #named(role: Role, name: string | RegExp): Locator {
    return this.#desk.widget.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) }).first();
  }
}

const hasFocus = async (locator: Locator): Promise<boolean> =>
  (await locator.count()) > 0 && locator.evaluate((element) => element.matches(':focus'));
