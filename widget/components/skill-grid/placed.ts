import { Directive, directive, type ElementPart } from 'lit/directive.js';

class Placed extends Directive {
  #last = '';

  render(style: string): string {
    return style;
  }

  override update({ element }: ElementPart, [style]: [string]): void {
    if (style === this.#last || !(element instanceof HTMLElement)) return;
    this.#last = style;
    element.style.cssText = this.render(style);
  }
}

/** Gives an element its place by script: a strict content security policy forbids style attributes. */
export const placed = directive(Placed);
