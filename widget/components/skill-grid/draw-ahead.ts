import { narrowestGrid } from '../profile-view/profile-view.ts';
import { SkillGrid } from './skill-grid.ts';

/**
 * Draws the grid once where nobody sees it. To order thousands of rows, to compile what draws them and to read templates and style sheets for the first
 * time takes longer than the drawing that a person waits for.
 */
export function drawGridAhead(root: ShadowRoot): void {
  const { clientWidth: width, clientHeight: height } = root.host;
  if (!root.isConnected || width < narrowestGrid) return;
  const grid = new SkillGrid();
  grid.hidden = true;
  grid.room = { width, height };
  root.append(grid);
  setTimeout(() => grid.remove());
}
