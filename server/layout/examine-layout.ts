import type { Fault } from '../../shared/problem.ts';
import {
  elementsOf,
  memberOf,
  membersOf,
  textOf,
  type JsonArray,
  type JsonNode,
  type JsonObject,
} from './json-text.ts';
import { componentName, foldersOfDesktop, personas, type Persona } from './page.ts';

/** An entry of `area.navigation` in which our component stands. */
export interface OwnEntry {
  /** Of the navigation, from 0. */
  at: number;
  node: JsonNode;
  /** Our component in it. */
  widgets: JsonObject[];
  /** Nothing else is on the page. */
  isAlone: boolean;
}

/** One persona of supervisors, as far as it concerns the page. */
export interface ExaminedPersona {
  persona: Persona;
  area: JsonObject;
  /** Undefined: the area has none yet. */
  navigation: JsonArray | undefined;
  own: OwnEntry[];
}

export interface ExaminedLayout {
  personas: ExaminedPersona[];
  /** Why the file must not be used as it is. */
  faults: Fault[];
  /** What somebody should know, and what stays as it is. */
  warnings: Fault[];
}

const everyPersona = ['agent', ...personas];

const beginAnew =
  'In Control Hub, Contact Center > Desktop Experience > Desktop Layouts, use “Download default desktop layout”, move your changes into that file, and use it here';

/** Looks a whole desktop layout through: what Control Hub or the desktop would stumble over, and where our page is. */
export function examineLayout(layout: JsonNode): ExaminedLayout {
  const shape = faultsOfShape(layout);
  if (shape.length > 0) return { personas: [], faults: shape, warnings: [] };
  const examined = personas.map((persona) => examinePersona(layout, persona));
  const warnings = [
    ...examined.flatMap((one) => one.warnings),
    ...strayWidgets(memberOf(layout, 'agent'), 'agent').map((path) => ({
      path,
      detail: `${componentName} stands in the persona of agents, whom the backend refuses. It was left as it is; take it out`,
    })),
  ];
  return {
    personas: examined.map((one) => one.examined),
    faults: examined.flatMap((one) => one.faults),
    warnings,
  };
}

/** @returns what keeps the file from being a layout of today at all */
function faultsOfShape(layout: JsonNode): Fault[] {
  if (layout.kind !== 'object') return [{ path: '', detail: `is no desktop layout: it is no object. ${beginAnew}` }];
  const names = layout.members.map(({ name }) => name);
  if (!everyPersona.some((persona) => names.includes(persona)) && names.includes('area')) {
    return [
      {
        path: 'area',
        detail: `is a layout of the old form, with one persona for everybody: the page would reach agents too. ${beginAnew}`,
      },
    ];
  }
  const miswritten = new Map(
    names.map((name) => [everyPersona.find((one) => one.toLowerCase() === name.toLowerCase()), name]),
  );
  return everyPersona.flatMap((persona) => {
    const node = memberOf(layout, persona);
    if (node?.kind === 'object') return persona === 'agent' ? [] : faultsOfArea(node, persona);
    const other = miswritten.get(persona);
    if (!node && other !== undefined) {
      return [{ path: other, detail: `must be written ${persona}: the desktop tells capitals from small letters` }];
    }
    if (node) return [{ path: persona, detail: `is no object, so it describes no desktop. ${beginAnew}` }];
    return [{ path: persona, detail: `is missing: these people would have no desktop. ${beginAnew}` }];
  });
}

function faultsOfArea(node: JsonNode, persona: string): Fault[] {
  const area = memberOf(node, 'area');
  if (area?.kind !== 'object') {
    return [{ path: `${persona}.area`, detail: `is missing or no object: it holds all pages. ${beginAnew}` }];
  }
  const navigation = memberOf(area, 'navigation');
  if (!navigation || navigation.kind === 'array') return [];
  return [{ path: `${persona}.area.navigation`, detail: 'must be a list of pages, in square brackets' }];
}

function examinePersona(layout: JsonNode, persona: Persona) {
  const area = memberOf(memberOf(layout, persona), 'area') as JsonObject;
  const navigation = memberOf(area, 'navigation') as JsonArray | undefined;
  const path = `${persona}.area.navigation`;
  const entries = elementsOf(navigation);
  const own = entries.flatMap((node, at): OwnEntry[] => {
    const widgets = widgetsIn(node).map(({ widget }) => widget);
    return widgets.length === 0 ? [] : [{ at, node, widgets, isAlone: isAlone(node) }];
  });
  const elsewhere = membersOf(area)
    .filter(({ name }) => name !== 'navigation')
    .flatMap(({ name, value }) => strayWidgets(value, `${persona}.area.${name}`));
  return {
    examined: { persona, area, navigation, own },
    faults: entries.flatMap((entry, at) =>
      endlessLayouts(memberOf(memberOf(entry, 'page'), 'layout'), `${path}.${at}.page.layout`),
    ),
    warnings: [
      ...foreignFaults(entries, path),
      ...elsewhere.map((where) => ({
        path: where,
        detail: `${componentName} stands here too, on no page of its own. It was left as it is`,
      })),
    ],
  };
}

/** Faults of pages that are not ours: told, and left. */
function foreignFaults(entries: readonly JsonNode[], path: string): Fault[] {
  const folders = entries.flatMap((entry, at) => {
    const route = textOf(memberOf(memberOf(entry, 'nav'), 'navigateTo'));
    return route !== undefined && foldersOfDesktop.includes(route)
      ? [
          {
            path: `${path}.${at}.nav.navigateTo`,
            detail: `“${route}” is a folder of the desktop: this page cannot be opened`,
          },
        ]
      : [];
  });
  return [...folders, ...repeated(entries, path)];
}

/** What tells pages apart; the desktop shows the first of two with the same. */
export const namesOfEntry = (entry: JsonNode) => ({
  'nav.label': textOf(memberOf(memberOf(entry, 'nav'), 'label')),
  'nav.navigateTo': textOf(memberOf(memberOf(entry, 'nav'), 'navigateTo')),
  'page.id': textOf(memberOf(memberOf(entry, 'page'), 'id')),
});
export type EntryName = keyof ReturnType<typeof namesOfEntry>;

function repeated(entries: readonly JsonNode[], path: string): Fault[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry, at) =>
    Object.entries(namesOfEntry(entry)).flatMap(([name, value]) => {
      const before = value === undefined ? undefined : first.get(`${name} ${value}`);
      if (value !== undefined && before === undefined) first.set(`${name} ${value}`, at);
      return before === undefined
        ? []
        : [{ path: `${path}.${at}.${name}`, detail: `“${value ?? ''}” is that of entry ${before} as well` }];
    }),
  );
}

/** Of a page with several layouts, those that hold the whole, which never ends: the desktop would not open. */
function endlessLayouts(layout: JsonNode | undefined, path: string): Fault[] {
  if (!memberOf(layout, 'ROOT')) return [];
  return membersOf(layout)
    .filter(({ value }) =>
      elementsOf(memberOf(value, 'areas')).some((row) => elementsOf(row).some((cell) => textOf(cell) === 'ROOT')),
    )
    .map(({ name }) => ({
      path: `${path}.${name}.areas`,
      detail:
        'names ROOT, which holds this layout itself: the desktop would not come to an end. Take ROOT out of its areas',
    }));
}

/** Our components within, with their paths. */
function widgetsIn(node: JsonNode, path = ''): { widget: JsonObject; path: string }[] {
  if (node.kind === 'array') return node.elements.flatMap((one, at) => widgetsIn(one, `${path}.${at}`));
  if (node.kind === 'scalar') return [];
  const own = textOf(memberOf(node, 'comp')) === componentName ? [{ widget: node, path }] : [];
  return [...own, ...node.members.flatMap(({ name, value }) => widgetsIn(value, `${path}.${name}`))];
}

const strayWidgets = (node: JsonNode | undefined, path: string): string[] =>
  node ? widgetsIn(node).map((one) => `${path}${one.path}`) : [];

function isAlone(entry: JsonNode): boolean {
  const widgets = membersOf(memberOf(memberOf(entry, 'page'), 'widgets'));
  return widgets.length > 0 && widgets.every(({ value }) => textOf(memberOf(value, 'comp')) === componentName);
}
