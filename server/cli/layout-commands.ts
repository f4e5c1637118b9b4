import { readFileSync, writeFileSync } from 'node:fs';
import type {
  Covered,
  DesktopReach,
  LayoutCoverage,
  LayoutFile,
  LayoutStanding,
  PageStanding,
} from '../../shared/layout-api.ts';
import { AppError } from '../app-error.ts';
import { readConfig } from '../config.ts';
import { allowedHosts, allowedListPlace } from '../layout/hosts.ts';
import { mergePage, removePage } from '../layout/merge-layout.ts';
import { refusePageOptions, skilldeskPage, type PageOptions } from '../layout/page.ts';
import {
  exitCodes,
  UsageError,
  type Command,
  type Given,
  type Option,
  type Surroundings,
  type Terminal,
} from './command.ts';
import { withCustody } from './with-custody.ts';

const script: Option = {
  type: 'string',
  value: 'URL',
  help: 'Where skilldesk.js is, when it is on a CDN. Keep this address for good.',
};
const pageOptions: Record<string, Option> = {
  script,
  label: { type: 'string', value: 'TEXT', help: 'What stands in the desktop’s navigation; Skilldesk unless given.' },
  route: {
    type: 'string',
    value: 'NAME',
    help: 'The page’s name in the address of the desktop; skilldesk unless given.',
  },
};
const out: Option = { type: 'string', value: 'FILE', help: 'Where the result is written; else it is printed.' };
const json: Option = { type: 'boolean', help: 'The result as one JSON object on standard output.' };

const layoutPage: Command = {
  name: 'layout',
  summary: 'Prints the page for the desktop layout: one entry of area.navigation.',
  more: ['“layout merge” puts it into a whole layout, into the personas supervisor and supervisorAgent.'],
  options: pageOptions,
  needs: [],
  run(surroundings, given) {
    const options = pageOptionsOf(surroundings, given);
    refusePageOptions(options);
    surroundings.terminal.print(JSON.stringify(skilldeskPage(options), null, 2));
    return Promise.resolve(exitCodes.ok);
  },
};

const layoutMerge: Command = {
  name: 'layout merge',
  summary: 'Puts the page into a desktop layout, and changes nothing else in it.',
  more: [
    'FILE is a layout as Control Hub gives it out (Contact Center > Desktop Experience > Desktop Layouts). A page of ours that is',
    'there already is brought up to date where it stands. Done twice it changes nothing.',
  ],
  options: { ...pageOptions, out },
  operand: 'FILE',
  needs: [],
  run(surroundings, given) {
    const options = pageOptionsOf(surroundings, given);
    hand(surroundings.terminal, mergePage(layoutIn(given), options), given);
    return Promise.resolve(exitCodes.ok);
  },
};

const layoutRemove: Command = {
  name: 'layout remove',
  summary: 'Takes the page out of a desktop layout, and changes nothing else in it.',
  options: { out },
  operand: 'FILE',
  needs: [],
  run({ terminal }, given) {
    hand(terminal, removePage(layoutIn(given)), given);
    return Promise.resolve(exitCodes.ok);
  },
};

const layoutHosts: Command = {
  name: 'layout hosts',
  summary: 'Prints the hosts that must be allowed in Control Hub, so that desktops reach them.',
  options: { script, json },
  needs: [],
  run(surroundings, given) {
    const options = pageOptionsOf(surroundings, given);
    refusePageOptions(options);
    const hosts = allowedHosts(options.publicUrl, options.script);
    const { terminal } = surroundings;
    if (given.flag('json')) terminal.print(JSON.stringify(hosts, null, 2));
    else {
      for (const { host, directives, purpose } of hosts)
        terminal.print(`${host}  (${directives.join(', ')}): ${purpose}`);
      terminal.note(`Where: ${allowedListPlace}. It takes ten minutes, and a new sign-in to the desktop.`);
    }
    return Promise.resolve(exitCodes.ok);
  },
};

const layoutList: Command = {
  name: 'layout list',
  summary: 'Lists the organization’s desktop layouts, and which of them have the page.',
  options: { json },
  needs: ['readLayouts'],
  run: (surroundings, given) =>
    withCustody(surroundings, ['readLayouts'], async ({ readLayouts }) => {
      const { layouts } = readable((await readLayouts()).coverage);
      const lines = given.flag('json') ? [JSON.stringify(layouts, null, 2)] : layouts.map(lineOfLayout);
      for (const line of lines) surroundings.terminal.print(line);
      return exitCodes.ok;
    }),
};

const layoutCheck: Command = {
  name: 'layout check',
  summary: 'Says which teams and supervisors would not find the page, and whether desktops come as far as the API.',
  more: [
    'Exits with 1 unless everybody finds the page of today. How far desktops come only a server that runs can say.',
  ],
  options: { json },
  needs: ['readLayouts'],
  run: (surroundings, given) =>
    withCustody(surroundings, ['readLayouts'], async ({ readLayouts }) => {
      const { coverage, reach } = await readLayouts();
      const { terminal } = surroundings;
      if (given.flag('json')) terminal.print(JSON.stringify({ coverage, reach }, null, 2));
      else for (const line of reportOf(readable(coverage), reach)) terminal.print(line);
      return isComplete(coverage) ? exitCodes.ok : exitCodes.failed;
    }),
};

/** Those of two words first: “layout” alone is the beginning of each. */
export const layoutCommands: readonly Command[] = [
  ...[layoutMerge, layoutRemove, layoutHosts, layoutList, layoutCheck],
  layoutPage,
];

const pageOptionsOf = ({ variables }: Surroundings, given: Given): PageOptions => ({
  publicUrl: readConfig(variables).publicUrl,
  script: given.text('script'),
  label: given.text('label'),
  route: given.text('route'),
});

function layoutIn({ operand = '' }: Given): string {
  try {
    // No byte is to change: what is no UTF-8 must not become something else unseen.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(operand));
  } catch (error) {
    throw new UsageError(
      error instanceof TypeError
        ? 'The layout file is not in UTF-8. Save it in UTF-8, or download it anew.'
        : 'The layout file cannot be read. Check its path and its owner.',
    );
  }
}

/** The layout alone on standard output, or in the file; everything said besides on standard error. */
function hand(terminal: Terminal, { layout, changes, warnings }: LayoutFile, given: Given): void {
  const file = given.text('out');
  if (file === undefined) terminal.print(layout);
  else {
    try {
      writeFileSync(file, layout);
    } catch {
      throw new UsageError('The file of --out cannot be written. Check its path and its owner.');
    }
  }
  for (const { persona, what } of changes) terminal.note(`${persona}: ${wordsOfChange[what]}`);
  for (const { path, detail } of warnings) terminal.note(`Warning: ${path} ${detail}.`);
}

const wordsOfChange: Record<LayoutFile['changes'][number]['what'], string> = {
  added: 'the page was added',
  updated: 'the page was brought up to date',
  unchanged: 'the page is there as it should be',
  removed: 'the page was removed',
  absent: 'there was no page to remove',
};

const wordsOfStanding: Record<PageStanding, string> = {
  current: 'has the page',
  outdated: 'has an older page',
  absent: 'does not have the page',
  unknown: 'unknown',
};

/** @throws AppError where there is nothing to show */
function readable(coverage: LayoutCoverage | { unread: string }): LayoutCoverage {
  if (!('unread' in coverage)) return coverage;
  throw new AppError(
    'webex-unavailable',
    `The layouts could not be read, so nothing is known of them. ${coverage.unread}`,
  );
}

function lineOfLayout({ id, name, isGlobal, isActive, standing, reason }: LayoutStanding): string {
  const marks = [...(isGlobal ? ['global'] : []), ...(isActive ? [] : ['not active'])];
  return `${name} (${[id, ...marks].join(', ')}): ${wordsOfStanding[standing]}${reason ? `; ${reason}` : ''}`;
}

const isComplete = (coverage: LayoutCoverage | { unread: string }): boolean =>
  !('unread' in coverage) &&
  coverage.supervisors !== undefined &&
  [...coverage.teams, ...coverage.supervisors].every(({ standing }) => standing === 'current');

function reportOf({ asOf, teams, supervisors }: LayoutCoverage, reach: DesktopReach | undefined): string[] {
  return [
    `As Webex was read at ${asOf}:`,
    ...sectionOf('Teams', teams),
    ...(supervisors
      ? sectionOf('Supervisors', supervisors)
      : ['Supervisors: unknown, as Webex does not show Skilldesk who supervises']),
    ...(reach ? [`Desktops: ${reach.detail}`] : []),
  ];
}

function sectionOf(title: string, all: readonly Covered[]): string[] {
  const without = all.filter(({ standing }) => standing !== 'current');
  return [
    `${title}: ${all.length - without.length} of ${all.length} find the page`,
    ...without.map(({ name, standing, reason }) => `  ${name}: ${wordsOfStanding[standing]} (${reason})`),
  ];
}
