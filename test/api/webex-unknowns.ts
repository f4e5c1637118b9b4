import { readFileSync } from 'node:fs';
import { coreScenarios, type Shift } from './core-scenarios.ts';

const page = readFileSync(new URL('../../docs/webex-unknowns.md', import.meta.url), 'utf8');

/** The switches that have a section, each with everything that its section sets in code. */
export function describedSwitches(): Map<string, Set<string>> {
  const sections = page.split(/^##+ /m).filter((section) => section.startsWith('`'));
  return new Map(
    sections.map((section) => {
      const [name = '', ...named] = [...section.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
      return [name, new Set(named)];
    }),
  );
}

/** What the table of the page says of a switch's position. */
export function shiftAt(name: string, position: string): Shift {
  const cells = rows().find(([of, at]) => of === name && at === position) ?? rows()[0] ?? [];
  return Object.fromEntries(coreScenarios.map((scenario, index) => [scenario, cells[index + 2]])) as Shift;
}

/** Switch and position of each row of the table but the first, which is of all others. */
export const tabled = (): string[] =>
  rows()
    .slice(1)
    .map(([name, position]) => `${name ?? ''} at ${position ?? ''}`);

function rows(): string[][] {
  const [heading, , ...lines] = page.split('\n').filter((line) => line.startsWith('|'));
  const columns = ['switch', 'position', ...coreScenarios];
  if (heading === undefined || cellsOf(heading).join() !== columns.join())
    throw new Error(`The table is not of ${columns.join(', ')}.`);
  return lines.map(cellsOf);
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));
