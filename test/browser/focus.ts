import type { Desk } from './desk.ts';

/** Where the focus is, and what somebody who looks for it sees. */
export interface Focus {
  readonly where: 'in the widget' | 'elsewhere' | 'nowhere';
  readonly what: string;
  /** Width of the ring around it in pixels. */
  readonly ring: number;
  /** Of the ring with what lies behind it. */
  readonly contrast: number;
  /** Nothing lies over it, and it is not scrolled away. */
  readonly inSight: boolean;
}

export function focusOf(desk: Desk): Promise<Focus> {
  return desk.document.evaluate(() => {
    const deepestIn = (from: Element | null) => {
      let deepest = from;
      while (deepest?.shadowRoot?.activeElement) deepest = deepest.shadowRoot.activeElement;
      return deepest;
    };
    const parentOf = (element: Element): Element | null => {
      if (element.assignedSlot) return element.assignedSlot;
      if (element.parentElement) return element.parentElement;
      const root = element.getRootNode();
      return root instanceof ShadowRoot ? root.host : null;
    };
    const around = (element: Element): Element[] => {
      const parent = parentOf(element);
      return parent ? [element, ...around(parent)] : [element];
    };
    const numbersOf = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([red = 0, green = 0, blue = 0]: number[]) => {
      const linear = [red, green, blue].map((part) =>
        part <= 10.31 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
    };
    const opaque = (colour: string) => {
      const [, , , alpha = 1] = numbersOf(colour);
      return colour !== 'transparent' && alpha > 0.99;
    };
    const deepestAt = (x: number, y: number) => {
      let hit = document.elementFromPoint(x, y);
      for (let inner = hit?.shadowRoot?.elementFromPoint(x, y); inner && inner !== hit;) {
        hit = inner;
        inner = hit.shadowRoot?.elementFromPoint(x, y);
      }
      return hit;
    };
    const isOnTop = (element: Element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const hit = deepestAt(left + width / 2, top + height / 2);
      return hit !== null && (around(hit).includes(element) || around(element).includes(hit));
    };

    const focused = deepestIn(document.activeElement);
    if (!focused || focused === document.body || focused === document.documentElement) {
      return { where: 'nowhere' as const, what: '', ring: 0, contrast: 0, inSight: false };
    }
    const chain = around(focused);
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(focused);
    // A ring that is drawn inside lies on the element's own ground, one around it on what is behind.
    const behind = Number.parseFloat(outlineOffset) < 0 ? chain : chain.slice(1);
    const ground = behind.map((element) => getComputedStyle(element).backgroundColor).find(opaque);
    const [one, other] = [outlineColor, ground ?? 'rgb(255, 255, 255)'].map((colour) => luminance(numbersOf(colour)));
    const [darker = 0, lighter = 0] = [one ?? 0, other ?? 0].sort((a, b) => a - b);
    return {
      where: chain.some(({ localName }) => localName === 'skilldesk-editor') ? 'in the widget' : 'elsewhere',
      what: `${focused.localName} “${(focused.getAttribute('aria-label') ?? focused.textContent).trim().slice(0, 60)}”`,
      ring: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
      contrast: (lighter + 0.05) / (darker + 0.05),
      inSight: isOnTop(focused),
    };
  });
}
