import { bind } from './bindings.ts';
import type { WidgetHosting, WidgetParts } from './widget-hosting.ts';
import { mountElement } from './element-mount.ts';
import { assign } from './assignment.ts';

/** The legacy way: the widget's element stands in the desktop's own page. */
export class WidgetElement implements WidgetHosting {
  readonly #parts: WidgetParts;
  readonly #content: HTMLElement;
  #element: HTMLElement | null = null;
  #open = false;
  #unbind: (() => void) | undefined;

  constructor(parts: WidgetParts, content: HTMLElement) {
    this.#parts = parts;
    this.#content = content;
  }

  element(): HTMLElement | null {
    return this.#element;
  }

  async open(): Promise<void> {
    this.#open = true;
    if (this.#element) {
      this.#bind(this.#element);
      return;
    }
    const { widget, options } = this.#parts;
    await mountElement(widget, options, this.#content, (created) => {
      this.#element = created;
      if (this.#open) this.#bind(created);
    });
  }

  close(): void {
    this.#open = false;
    this.#unbind?.();
  }

  #bind(element: HTMLElement): void {
    const { widget, store, options } = this.#parts;
    const target = {
      setProperty: (name: string, value: unknown) => assign(element, { as: 'property', name, value }),
      setAttribute: (name: string, value: string | undefined) => assign(element, { as: 'attribute', name, value }),
    };
    this.#unbind = bind(widget, store, target, options);
  }
}
