/** The element that has the focus, however many shadow roots lie around it. */
export function deepFocus(root: ShadowRoot | null): HTMLElement | undefined {
  let focused = root?.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLElement ? focused : undefined;
}
