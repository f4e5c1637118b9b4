import type { LayoutEntryChange, LayoutFile } from '../../shared/layout-api.ts';
import type { Fault } from '../../shared/problem.ts';
import { AppError } from '../app-error.ts';
import {
  examineLayout,
  namesOfEntry,
  type EntryName,
  type ExaminedLayout,
  type ExaminedPersona,
  type OwnEntry,
} from './examine-layout.ts';
import { appendElement, applyEdits, removeElements, setMembers, type TextEdit } from './json-edits.ts';
import { elementsOf, JsonTextError, memberOf, readJsonText, type JsonObject } from './json-text.ts';
import { componentName, ownMembers, refusePageOptions, skilldeskPage, type PageOptions } from './page.ts';

/** Many times Cisco's default; a megabyte of layout would take a desktop its time to open. */
const longestLayout = 1024 * 1024;

/**
 * Puts our page into both personas of supervisors. A page that is there already, whoever arranged it, gets the address of the bundle and
 * the properties of today, and keeps all else. No other character of the text changes; done twice it changes nothing.
 * @throws AppError `bad-request` that names every reason why not, and `too-large`
 */
export function mergePage(text: string, options: PageOptions): LayoutFile {
  refusePageOptions(options);
  const { body, examined } = examine(text);
  const page = skilldeskPage(options);
  refuse([...examined.faults, ...examined.personas.flatMap((persona) => collisions(persona, options))], 'merged');

  const edits: TextEdit[] = [];
  const changes = examined.personas.map(({ persona, area, navigation, own }): LayoutEntryChange => {
    const [entry] = own;
    const made = entry
      ? updateEntry(body, entry, options)
      : [navigation ? appendElement(body, navigation, page) : setMembers(body, area, { navigation: [page] })].flat();
    edits.push(...made);
    const what = entry ? (made.length > 0 ? 'updated' : 'unchanged') : 'added';
    return { persona, what };
  });
  return { layout: markOf(text) + applyEdits(body, edits), changes, warnings: examined.warnings };
}

/**
 * Takes every page of ours out of both personas of supervisors, and leaves every other character.
 * @throws AppError `bad-request` that names every reason why not, and `too-large`
 */
export function removePage(text: string): LayoutFile {
  const { body, examined } = examine(text);
  const shared = examined.personas.flatMap(({ persona, own }) =>
    own
      .filter(({ isAlone }) => !isAlone)
      .map(({ at }) => ({
        path: `${persona}.area.navigation.${at}.page.widgets`,
        detail: `has other widgets beside ${componentName}, and which layout they then want is yours to say. Take it out of this page by hand`,
      })),
  );
  // A fault of the file that we do not cause keeps nobody from getting rid of us.
  refuse(examined.personas.length === 0 ? examined.faults : shared, 'changed');

  const edits: TextEdit[] = [];
  const changes = examined.personas.map(({ persona, navigation, own }): LayoutEntryChange => {
    if (!navigation || own.length === 0) return { persona, what: 'absent' };
    edits.push(
      ...removeElements(
        navigation,
        own.map(({ node }) => node),
      ),
    );
    return { persona, what: 'removed' };
  });
  return {
    layout: markOf(text) + applyEdits(body, edits),
    changes,
    warnings: [...examined.faults, ...examined.warnings],
  };
}

function examine(text: string): { body: string; examined: ExaminedLayout } {
  if (Buffer.byteLength(text) > longestLayout) {
    throw new AppError(
      'too-large',
      'The layout is longer than 1 MB. A layout holds addresses of pictures and scripts: take out what is pasted into it as data.',
    );
  }
  const body = text.slice(markOf(text).length);
  try {
    return { body, examined: examineLayout(readJsonText(body)) };
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    refuse([{ path: '', detail: `is not valid JSON: ${error.message}` }], 'changed');
    throw error;
  }
}

/** Editors of some systems begin a file with it; whoever wrote the file may need it. */
const markOf = (text: string) => (text.startsWith('\uFEFF') ? '\uFEFF' : '');

function refuse(faults: Fault[], done: string): void {
  const [first] = faults;
  if (!first) return;
  const told = faults.map(({ path, detail }) => `${path === '' ? 'The file' : path} ${detail}.`);
  throw new AppError('bad-request', [`The layout was not ${done}:`, ...told].join('\n  '), { errors: faults });
}

/** Where the page would stand beside another with the same name, or is there twice. */
function collisions({ persona, navigation, own }: ExaminedPersona, options: PageOptions): Fault[] {
  const page = skilldeskPage(options);
  const { label, route } = options;
  const path = `${persona}.area.navigation`;
  if (own.length > 1) {
    const places = own.map(({ at }) => at).join(' and ');
    return [{ path, detail: `has ${componentName} on several pages (${places}): remove it first, and merge then` }];
  }
  // The names that a page of ours has already are whoever's who gave them.
  const wanted: Partial<Record<EntryName, string>> =
    own.length === 0
      ? { 'nav.label': page.nav.label, 'nav.navigateTo': page.nav.navigateTo, 'page.id': page.page.id }
      : { ...(label !== undefined && { 'nav.label': label }), ...(route !== undefined && { 'nav.navigateTo': route }) };
  return elementsOf(navigation).flatMap((entry, at) => {
    if (at === own[0]?.at) return [];
    const names = namesOfEntry(entry);
    return (Object.keys(wanted) as EntryName[])
      .filter((name) => names[name] !== undefined && names[name] === wanted[name])
      .map((name) => ({
        path: `${path}.${at}.${name}`,
        detail: `is “${names[name] ?? ''}”, and another page's: the desktop could not tell them apart. Choose another ${name === 'nav.label' ? 'label' : 'route'} for Skilldesk`,
      }));
  });
}

function updateEntry(body: string, { node, widgets }: OwnEntry, options: PageOptions): TextEdit[] {
  const { script, properties } = ownMembers(options);
  const { label, route } = options;
  const nav = memberOf(node, 'nav');
  const chosen = { ...(label !== undefined && { label }), ...(route !== undefined && { navigateTo: route }) };
  return [
    ...(nav?.kind === 'object' ? setMembers(body, nav, chosen) : []),
    ...widgets.flatMap((widget) => updateWidget(body, widget, { script, properties })),
  ];
}

/** What somebody else has put into the properties stays there. */
function updateWidget(
  body: string,
  widget: JsonObject,
  { script, properties }: ReturnType<typeof ownMembers>,
): TextEdit[] {
  const present = memberOf(widget, 'properties');
  if (present?.kind !== 'object') return setMembers(body, widget, { script, properties });
  return [...setMembers(body, widget, { script }), ...setMembers(body, present, properties)];
}
