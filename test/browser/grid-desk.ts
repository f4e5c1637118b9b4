import type { Locator } from 'playwright-core';

/** The grid of skill profiles, in the words of who works in it. */
export class GridDesk {
  readonly widget: Locator;
  readonly grid: Locator;

  constructor(widget: Locator) {
    this.widget = widget;
    this.grid = widget.getByRole('grid');
  }

  async open(): Promise<void> {
    await this.widget.getByRole('navigation').getByRole('button', { name: 'Skill profiles', exact: true }).click();
    await this.grid.waitFor();
    await this.grid.getByRole('gridcell').first().waitFor();
  }

  row(profile: string): Locator {
    return this.grid.locator('[role="row"]', { hasText: new RegExp(`^\\s*${profile}`) });
  }

  head(skill: string): Locator {
    return this.grid.getByRole('columnheader', { name: skill });
  }

  /** A column that is out of sight is looked for at the end. */
  async cell(profile: string, skill: string): Promise<Locator> {
    if ((await this.head(skill).count()) === 0) {
      await this.widget.locator('skilldesk-skill-grid .scroll').evaluate((scroller) => scroller.scrollTo(1e6, 0));
    }
    const column = await this.head(skill).getAttribute('aria-colindex');
    return this.row(profile).locator(`[aria-colindex="${column ?? ''}"]`);
  }

  async stand(profile: string, skill: string): Promise<void> {
    await (await this.cell(profile, skill)).click();
  }

  /** What the cell is called for somebody who does not see it: "8, unsaved, was 5". */
  async value(profile: string, skill: string): Promise<string> {
    const cell = await this.cell(profile, skill);
    return (await cell.getAttribute('aria-label')) ?? (await cell.innerText());
  }

  /** Presses keys one after the other. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.widget.page().keyboard.press(key);
  }

  /** Where the focus is: "Sales / German", "/ German" on a head, "" outside of the grid. */
  focus(): Promise<string> {
    return this.widget.evaluate((widget) => {
      let focused: Element = widget;
      while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      const cell = focused.closest('[aria-colindex]');
      const grid = cell?.closest('[role="grid"]');
      if (!cell || !grid) return '';
      const profile =
        cell.closest('[role="row"]')?.querySelector('[role="rowheader"] button')?.textContent.trim() ?? '';
      const column = cell.getAttribute('aria-colindex') ?? '';
      const head = grid.querySelector(`[role="columnheader"][aria-colindex="${column}"] button`);
      const skill = column === '1' ? '' : (head?.textContent.replace(/[▲▼]/g, '').trim() ?? '');
      return `${profile} / ${skill}`.trim();
    });
  }

  selected(): Promise<number> {
    return this.grid.locator('[role="gridcell"][aria-selected="true"]').count();
  }

  /** What the grid has announced last. */
  said(): Promise<string> {
    return this.widget.locator('skilldesk-skill-grid .status [role="status"]').innerText();
  }
}
