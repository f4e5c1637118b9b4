import { textOf } from './assignment.ts';
import type { DesktopOptions, WidgetOptions } from './desktop-config.ts';
import type { DesktopStore } from './desktop-store.ts';

/** Where resolved values go: an element of this page, or a frame's element. */
export interface BindingTarget {
  setProperty(name: string, value: unknown): void;
  setAttribute(name: string, value: string | undefined): void;
}

const wholePath = /^\$STORE\.([\w.]+)$/;
const embeddedPath = /\{\$STORE\.([\w.]+)\}/g;
const lateMilliseconds = 300;

/** What a layout value stands for now; undefined when the store does not know a path in it. */
function resolve(raw: unknown, store: DesktopStore): unknown {
  if (typeof raw !== 'string') return raw;
  const whole = wholePath.exec(raw)?.[1];
  if (whole !== undefined) return store.get(whole);
  if (pathsOf(raw).some((path) => store.get(path) === undefined)) return undefined;
  return raw.replace(embeddedPath, (_, path: string) => textOf(store.get(path)));
}

function pathsOf(raw: unknown): string[] {
  if (typeof raw !== 'string') return [];
  const whole = wholePath.exec(raw)?.[1];
  return whole === undefined ? [...raw.matchAll(embeddedPath)].map((match) => match[1] ?? '') : [whole];
}

/** Gives the target its values one by one, and again whenever the store changes; returns the end of it. */
export function bind(
  widget: WidgetOptions,
  store: DesktopStore,
  target: BindingTarget,
  options: Pick<DesktopOptions, 'order' | 'late' | 'attributes' | 'without' | 'values'>,
): () => void {
  const asProperty = ([name, raw]: [string, unknown]) => ({
    raw,
    clear: () => target.setProperty(name, undefined),
    assign: () => target.setProperty(name, resolve(raw, store)),
  });
  const asAttribute = ([name, raw]: [string, unknown]) => ({
    raw,
    clear: () => target.setAttribute(name, undefined),
    assign: () => {
      const value = resolve(raw, store);
      target.setAttribute(name, value === undefined ? undefined : textOf(value));
    },
  });
  const given = { ...widget.properties, ...options.values };
  const properties = Object.entries(given).filter(([name]) => name !== options.without);
  const bindings = [
    ...properties.map(options.attributes ? asAttribute : asProperty),
    ...Object.entries(widget.attributes ?? {}).map(asAttribute),
  ];
  if (options.order === 'reversed') bindings.reverse();

  const ending = new AbortController();
  for (const binding of bindings) {
    if (options.late) binding.clear();
    else binding.assign();
  }
  if (options.late) {
    // Each value in a task of its own: a widget may render between two of them.
    for (const [index, binding] of bindings.entries()) {
      const timer = setTimeout(() => binding.assign(), lateMilliseconds + index);
      ending.signal.addEventListener('abort', () => clearTimeout(timer));
    }
  }

  const unwatch = store.watch((path) => {
    for (const { raw, assign } of bindings) if (pathsOf(raw).includes(path)) assign();
  });
  ending.signal.addEventListener('abort', unwatch);
  return () => ending.abort();
}
