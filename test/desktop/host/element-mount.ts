import type { DesktopOptions, WidgetOptions } from './desktop-config.ts';

const loadedScripts = new Map<string, Promise<void>>();
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Loads a classic script, once per URL unless the desktop is told not to de-duplicate. */
async function loadScript(url: string, dedupe: boolean): Promise<void> {
  const known = dedupe ? loadedScripts.get(url) : undefined;
  if (known) return known;
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`The widget's script did not load: ${url}`)));
    document.head.append(script);
  });
  loadedScripts.set(url, loading);
  return loading;
}

type MountOptions = Pick<DesktopOptions, 'upgrade' | 'dedupe' | 'scriptDelay'>;

/** Creates the widget's element before or after its script has run; `assign` gives it its values before it is connected. */
export async function mountElement(
  widget: Pick<WidgetOptions, 'comp' | 'script'>,
  options: MountOptions,
  parent: Element,
  assign: (element: HTMLElement) => void,
): Promise<void> {
  const load = async () => {
    if (options.scriptDelay > 0) await pause(options.scriptDelay);
    await loadScript(widget.script, options.dedupe);
  };
  const place = () => {
    const element = document.createElement(widget.comp);
    assign(element);
    parent.append(element);
  };

  if (options.upgrade === 'before') place();
  await load();
  if (options.upgrade === 'after') place();
}
