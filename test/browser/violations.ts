import axe from 'axe-core';
import type { Frame, Locator, Page } from 'playwright-core';

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe finds wrong in the widget: nothing, if all is well. */
export async function violations(desk: { document: Page | Frame; widget: Locator }): Promise<string[]> {
  // Evaluated by the debugger, which no content security policy stops.
  await desk.document.evaluate(axe.source);
  return desk.widget.evaluate(async (element) => {
    const { axe: inPage } = globalThis as unknown as {
      axe: { run(element: Element, options: object): Promise<{ violations: Violation[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await inPage.run(element, { runOnly: tags });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 300)}`),
    );
  });
}
