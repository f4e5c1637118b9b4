import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Desk } from './desk.ts';

type Role = 'gridcell' | 'button' | 'textbox' | 'checkbox' | 'spinbutton' | 'combobox' | 'heading';

const mostSteps = 150;

/** A person without a mouse: what he wants to use, he must reach by Tab. */
export class Keyboard {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#desk.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#desk.page.keyboard.type(text);
  }

  /** Goes there by Tab, from wherever the focus is, and once around if need be. */
  async goTo(role: Role, name: string | RegExp): Promise<void> {
    const wanted = this.#named(role, name);
    await wanted.waitFor({ timeout: 30_000 });
    for (let step = 0; step < mostSteps; step += 1) {
      if (await hasFocus(wanted)) return;
      await this.press('Tab');
    }
    throw new Error(`Tab does not lead to the ${role} “${String(name)}”.`);
  }

  /** Until the focus has come there by itself. */
  async waitFor(role: Role, name: string | RegExp): Promise<void> {
    await expect.poll(() => hasFocus(this.#named(role, name)), { timeout: 30_000 }).toBe(true);
  }

  #named(role: Role, name: string | RegExp): Locator {
    return this.#desk.widget.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) }).first();
  }
}

const hasFocus = async (locator: Locator): Promise<boolean> =>
  (await locator.count()) > 0 && locator.evaluate((element) => element.matches(':focus'));
