import { SkillGrid } from './skill-grid.ts';

const enough = { width: 800, height: 400 };

/**
 * Draws the grid once where nobody sees it. To order thousands of rows, to compile what draws them and to read templates and style sheets for the first
 * time takes longer than the drawing that a person waits for.
 */
export function drawGridAhead(host: ParentNode): void {
  const grid = new SkillGrid();
  grid.hidden = true;
  grid.room = enough;
  host.append(grid);
  setTimeout(() => grid.remove());
}
