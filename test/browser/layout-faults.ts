import type { Desk } from './desk.ts';

/** What cannot be seen or hit where there is little room: nothing, if all is well. */
export function layoutFaults(desk: Desk): Promise<string[]> {
  return desk.document.evaluate(() => {
    const least = 24;
    const faults: string[] = [];
    const nameOf = (element: Element) =>
      `${element.localName}.${element.className} “${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}”`;
    const everything = (root: Element | ShadowRoot): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) =>
        element.shadowRoot ? [element, ...everything(element.shadowRoot)] : [element],
      );
    const parentOf = (element: Element): Element | null =>
      element.assignedSlot ??
      element.parentElement ??
      (element.getRootNode() instanceof ShadowRoot ? (element.getRootNode() as ShadowRoot).host : null);
    const within = (element: Element, selector: string): boolean => {
      const parent = parentOf(element);
      return element.matches(selector) || (parent !== null && within(parent, selector));
    };

    const isScroller = (element: Element) =>
      getComputedStyle(element).overflowY !== 'visible' && element.localName !== 'select';
    const startsAbove = (child: Element, scroller: Element) => {
      const { position, display } = getComputedStyle(child);
      const inFlow = position !== 'absolute' && position !== 'sticky' && display !== 'none';
      const top = child.getBoundingClientRect().top + scroller.scrollTop;
      return inFlow && top < scroller.getBoundingClientRect().top - 1;
    };

    const find = (root: Document | ShadowRoot): Element | null => {
      for (const element of root.querySelectorAll('*')) {
        if (element.localName === 'skilldesk-editor') return element;
        const inside = element.shadowRoot && find(element.shadowRoot);
        if (inside) return inside;
      }
      return null;
    };
    const editor = find(document);
    if (!editor?.shadowRoot) return ['no widget'];
    const { left, right } = editor.getBoundingClientRect();

    for (const element of everything(editor.shadowRoot)) {
      const { width, height, ...box } = element.getBoundingClientRect().toJSON() as DOMRect;
      const { visibility, overflowX, textOverflow } = getComputedStyle(element);
      if (width === 0 || height === 0 || visibility === 'hidden') continue;
      // Only the grid scrolls both ways; what only a screen reader reads takes no room.
      if (within(element, 'skilldesk-skill-grid .scroll, .scroll:has([role="grid"]), .hidden-text')) continue;
      const cutOff =
        overflowX !== 'visible' && textOverflow !== 'ellipsis' && !element.matches('input, select, textarea');
      if (cutOff && element.scrollWidth > element.clientWidth + 1) faults.push(`scrolls sideways: ${nameOf(element)}`);
      if (isScroller(element) && [...element.children].some((child) => startsAbove(child, element)))
        faults.push(`begins where nobody can scroll to: ${nameOf(element)}`);
      if (box.left < left - 1 || box.right > right + 1) faults.push(`sticks out: ${nameOf(element)}`);
      if (!element.matches('button, input, select, textarea, summary, a')) continue;
      const label = element.closest('label');
      const target = label ? label.getBoundingClientRect() : { width, height };
      if (target.width < least || target.height < least) {
        faults.push(`${Math.round(target.width)}×${Math.round(target.height)} pixels to hit: ${nameOf(element)}`);
      }
    }
    return [...new Set(faults)];
  });
}
