/** One value on its way to the widget's element. */
export interface Assignment {
  as: 'property' | 'attribute';
  name: string;
  value: unknown;
}

/** What a value becomes in an attribute or inside a text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function assign(element: HTMLElement, { as, name, value }: Assignment): void {
  if (as === 'property') Object.assign(element, { [name]: value });
  else if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, textOf(value));
}
