import { LitElement } from 'lit';

/** An element of ours has nothing to focus before its first drawing. */
export async function focusWhenDrawn(field: HTMLElement | null): Promise<void> {
  if (field instanceof LitElement) await field.updateComplete;
  field?.focus();
}
