import { describe, expect, test } from 'vitest';
import { skillIds } from '../simulator/standard-organization.ts';
import { switchPositions, type ColleagueEdit, type Switches } from '../simulator/switches.ts';
import { liveThrough } from './core-scenarios.ts';
import { Skilldesk } from './skilldesk.ts';
import { describedSwitches, shiftAt, tabled } from './webex-unknowns.ts';

interface Position {
  name: string;
  position: string;
  switched: Partial<Switches>;
}

const germanBecomesTwo: ColleagueEdit = ({ activeSkills }) => {
  for (const active of activeSkills) if (active.skillId === skillIds.german) active.proficiencyValue = 2;
};

const positions: Position[] = [
  ...Object.entries(switchPositions).flatMap(([name, known]) =>
    known.map((position) => ({ name, position: String(position), switched: { [name]: position } })),
  ),
  {
    name: 'colleagueEditsAfterPut',
    position: 'function',
    switched: { colleagueEditsAfterPut: germanBecomesTwo },
  },
];
const first = (name: string) => positions.find((one) => one.name === name);
/** All first positions together are one Webex, lived through once. */
const shifts = [
  { name: 'every switch', position: 'its default', switched: {} },
  ...positions.filter((one) => one !== first(one.name)),
];

describe('a shift goes as docs/webex-unknowns.md says', () => {
  test.concurrent.each(shifts)(
    'with $name at $position',
    { timeout: 120_000 },
    async ({ name, position, switched }) => {
      const skilldesk = await Skilldesk.start({
        // What Webex shows late is waited for a little longer than it is late.
        pauses: name === 'readBackLag' ? { readBack: [0, 600, 1_200], settle: 1_600 } : {},
        simulator: { requestsPerMinute: 100_000 },
        environment: { WEBEX_REQUESTS_PER_MINUTE: '100000' },
        webex: ({ switches }) => Object.assign(switches, switched),
      });

      expect(await liveThrough(skilldesk)).toEqual(shiftAt(name, position));

      await skilldesk.close();
    },
  );
});

test('docs/webex-unknowns.md has a section for every switch, which names its positions', () => {
  const described = describedSwitches();

  expect([...described.keys()].sort()).toEqual([...new Set(positions.map(({ name }) => name))].sort());
  const unnamed = positions.filter(({ name, position }) => !described.get(name)?.has(position));
  expect(unnamed.map(({ name, position }) => `${name} at ${position}`)).toEqual([]);
});

test('its table has no row of a position that there is not, and none of a default', () => {
  const known = new Set(shifts.map(({ name, position }) => `${name} at ${position}`));

  expect(tabled().filter((row) => !known.has(row))).toEqual([]);
  expect(new Set(tabled()).size).toBe(tabled().length);
});
