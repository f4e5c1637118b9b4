import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError } from '../app-error.ts';
import { mergePage, removePage } from './merge-layout.ts';
import { skilldeskPage, type PageOptions } from './page.ts';

const publicUrl = 'https://skilldesk.example.com';
const page = skilldeskPage({ publicUrl });

/** A page of somebody else. */
const otherPage = (route: string, more: object = {}) => ({
  nav: { label: `Page ${route}`, icon: 'home', iconType: 'momentum', navigateTo: route, align: 'top' },
  page: { id: `${route}-page`, widgets: { one: { comp: 'agentx-wc-one' } }, layout: { areas: [['one']] }, ...more },
});
const persona = (navigation: unknown, more: object = {}) => ({
  version: '1',
  area: { header: {}, navigation },
  ...more,
});
const layoutOf = (navigation: unknown = [otherPage('calls')]) => ({
  agent: persona([otherPage('agent-home')]),
  supervisor: persona(navigation),
  supervisorAgent: persona(navigation),
});
const text = (layout: unknown) => JSON.stringify(layout, null, 2);

type Layout = Record<'agent' | 'supervisor' | 'supervisorAgent', { area: { navigation: unknown[] } }>;
const read = (layout: string) => JSON.parse(layout) as Layout;
const navigationOf = (layout: string) => read(layout).supervisor.area.navigation;

/** The faults by which the file was refused, as an administrator reads them. */
function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}
const refusalOfMerge = (layout: unknown, options: Partial<PageOptions> = {}) =>
  refusalOf(() => mergePage(typeof layout === 'string' ? layout : text(layout), { publicUrl, ...options }));

test('the page stands in the layout of both kinds of supervisors, at the end, and in that of agents not at all', () => {
  const { layout, changes, warnings } = mergePage(text(layoutOf()), { publicUrl });

  expect(read(layout).supervisor.area.navigation).toEqual([otherPage('calls'), page]);
  expect(read(layout).supervisorAgent.area.navigation).toEqual([otherPage('calls'), page]);
  expect(read(layout).agent).toEqual(layoutOf().agent);
  expect(changes).toEqual([
    { persona: 'supervisor', what: 'added' },
    { persona: 'supervisorAgent', what: 'added' },
  ]);
  expect(warnings).toEqual([]);
});

test('the page in the documents is what the generator makes', () => {
  const documented = readFileSync(new URL('../../docs/layout/skilldesk-page.json', import.meta.url), 'utf8');

  expect(JSON.parse(documented)).toEqual(page);
});

test('the page hands over just the properties that the widget has', () => {
  const widget = readFileSync(new URL('../../widget/skilldesk-editor.ts', import.meta.url), 'utf8');
  const properties = [...widget.matchAll(/^ {2}@property\(.*?\) (?:accessor )?(\w+)/gm)].map(([, name]) => name);

  expect(Object.keys(page.page.widgets.skilldesk.properties).sort()).toEqual(properties.sort());
  expect(page.page.widgets.skilldesk.comp).toBe('skilldesk-editor');
});

test('the address of the bundle is the same for every release', () => {
  expect(page.page.widgets.skilldesk.script).toBe('https://skilldesk.example.com/widget/v1/skilldesk.js');
});

test('merging a second time changes nothing, and removing brings back the file that was there, to the letter', () => {
  const before = text(layoutOf()).replaceAll('\n', '\r\n').replace('"1"', '1.50e+0');
  const merged = mergePage(before, { publicUrl });
  const again = mergePage(merged.layout, { publicUrl });

  expect(again.layout).toBe(merged.layout);
  expect(again.changes.map(({ what }) => what)).toEqual(['unchanged', 'unchanged']);
  expect(merged.layout).toContain('1.50e+0');
  expect(merged.layout.replaceAll('\r\n', '')).not.toContain('\n');
  const removed = removePage(merged.layout);
  expect(removed.layout).toBe(before);
  expect(removed.changes.map(({ what }) => what)).toEqual(['removed', 'removed']);
  expect(removePage(before)).toMatchObject({ layout: before, changes: [{ what: 'absent' }, { what: 'absent' }] });
});

test('what is inserted is indented as its neighbours are, and stands on one line where they do', () => {
  expect(mergePage(JSON.stringify(layoutOf(), null, '\t'), { publicUrl }).layout).toBe(
    JSON.stringify({ ...layoutOf([otherPage('calls'), page]), agent: layoutOf().agent }, null, '\t'),
  );
  expect(mergePage(JSON.stringify(layoutOf()), { publicUrl }).layout).toBe(
    JSON.stringify({ ...layoutOf([otherPage('calls'), page]), agent: layoutOf().agent }),
  );
});

test('a persona without pages gets the first one', () => {
  const { supervisor, ...others } = layoutOf();
  const none = { ...others, supervisor: { ...supervisor, area: { header: {} } } };

  expect(navigationOf(mergePage(text(none), { publicUrl }).layout)).toEqual([page]);
  expect(navigationOf(mergePage(text(layoutOf([])), { publicUrl }).layout)).toEqual([page]);
  expect(navigationOf(removePage(mergePage(text(layoutOf([])), { publicUrl }).layout).layout)).toEqual([]);
});

test('a mark at the beginning of the file stays there', () => {
  const { layout } = mergePage(`\uFEFF${text(layoutOf())}`, { publicUrl });

  expect(layout.startsWith('\uFEFF{')).toBe(true);
  expect(removePage(layout).layout).toBe(`\uFEFF${text(layoutOf())}`);
});

describe('an older page of ours', () => {
  const older = {
    nav: { ...page.nav, label: 'Skills', navigateTo: 'our-skills' },
    page: {
      ...page.page,
      id: 'our-skills-page',
      widgets: {
        skills: {
          comp: 'skilldesk-editor',
          script: 'https://old.example.com/skilldesk.js?v=3',
          properties: { accessToken: '$STORE.auth.accessToken', apiBase: 'https://old.example.com', theirs: 1.0 },
          style: { height: '100%' },
        },
        title: { comp: 'page-title' },
      },
    },
  };
  const { skills, title } = older.page.widgets;

  test('gets the address and the properties of today where it stands, and keeps all that its people arranged', () => {
    const { layout, changes } = mergePage(text(layoutOf([older, otherPage('calls')])), { publicUrl });

    const { script, properties } = page.page.widgets.skilldesk;
    const widgets = { skills: { ...skills, script, properties: { ...properties, theirs: 1 } }, title };
    expect(navigationOf(layout)).toEqual([{ ...older, page: { ...older.page, widgets } }, otherPage('calls')]);
    expect(changes.map(({ what }) => what)).toEqual(['updated', 'updated']);
    expect(mergePage(layout, { publicUrl }).layout).toBe(layout);
  });

  test('gets another label or route only when they are asked for', () => {
    const { layout } = mergePage(text(layoutOf([older])), { publicUrl, label: 'Re-skill', route: 're-skill' });

    expect(navigationOf(layout)).toMatchObject([{ nav: { label: 'Re-skill', navigateTo: 're-skill' } }]);
    expect(refusalOfMerge(layoutOf([older, otherPage('calls')]), { route: 'calls' })).toContain(
      'nav.navigateTo is “calls”',
    );
  });

  test('that was made with names of one’s choice is the same when it is made so again', () => {
    const options = { publicUrl, label: 'Re-skill', route: 're-skill' };
    const { layout } = mergePage(text(layoutOf()), options);

    expect(mergePage(layout, options).layout).toBe(layout);
    expect(mergePage(layout, { publicUrl }).layout).toBe(layout);
  });

  test('is not removed with what else is on it', () => {
    expect(refusalOf(() => removePage(text(layoutOf([older]))))).toContain('has other widgets beside skilldesk-editor');
  });

  test('that stands on two pages is for somebody to decide, and removing takes both', () => {
    const twice = layoutOf([
      page,
      otherPage('calls'),
      { ...page, nav: { ...page.nav, label: 'Again', navigateTo: 'again' } },
    ]);

    expect(refusalOfMerge(twice)).toContain('on several pages (0 and 2): remove it first');
    expect(navigationOf(removePage(text(twice)).layout)).toEqual([otherPage('calls')]);
  });
});

describe('a file that the desktop could not use is refused, with what is wrong, why, and what to do', () => {
  const { agent, supervisor, supervisorAgent } = layoutOf();
  test.each<[string, unknown, string]>([
    [
      'no JSON',
      '{\n  "agent": {},\n  "supervisor": {]\n}',
      'not valid JSON: line 3, column 18: a name in quotation marks',
    ],
    ['an end that is missing', '{"agent": {', 'not valid JSON'],
    ['a name twice', '{"agent": {}, "agent": {}}', 'column 15: the name “agent” stands twice'],
    ['nothing', '', 'not valid JSON'],
    ['a list', [], 'is no desktop layout'],
    ['the old form', { appTitle: 'Contact Center', area: {} }, 'area is a layout of the old form, with one persona'],
    [
      'a persona in other letters',
      { agent, Supervisor: supervisor, supervisorAgent },
      'Supervisor must be written supervisor',
    ],
    ['a persona missing', { agent, supervisor }, 'supervisorAgent is missing: these people would have no desktop'],
    ['agents missing', { supervisor, supervisorAgent }, 'agent is missing'],
    ['a persona that is none', { agent, supervisor: 1, supervisorAgent }, 'supervisor is no object'],
    ['a persona without an area', { agent, supervisor: {}, supervisorAgent }, 'supervisor.area is missing'],
    ['pages that are no list', layoutOf({}), 'supervisor.area.navigation must be a list'],
    ['our route taken', layoutOf([otherPage('skilldesk')]), 'navigation.0.nav.navigateTo is “skilldesk”'],
    [
      'our page id taken',
      layoutOf([otherPage('a', { id: 'skilldesk-page' })]),
      'navigation.0.page.id is “skilldesk-page”',
    ],
    ['our label taken', layoutOf([{ nav: { label: 'Skilldesk' } }]), 'Choose another label for Skilldesk'],
    [
      'a layout that holds itself',
      layoutOf([otherPage('a', { layout: { ROOT: { areas: [['sub']] }, sub: { areas: [['one', 'ROOT']] } } })]),
      'navigation.0.page.layout.sub.areas names ROOT',
    ],
  ])('%s', (_, layout, told) => {
    expect(refusalOfMerge(layout)).toContain(told);
  });

  test('all faults at once, each by its path', () => {
    const refusal = refusalOfMerge(layoutOf([otherPage('skilldesk', { id: 'skilldesk-page' })]));

    expect(
      refusal
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(' ')[0]),
    ).toEqual([
      'supervisor.area.navigation.0.nav.navigateTo',
      'supervisor.area.navigation.0.page.id',
      'supervisorAgent.area.navigation.0.nav.navigateTo',
      'supervisorAgent.area.navigation.0.page.id',
    ]);
  });

  test('the default that Control Hub gives out is where to begin', () => {
    expect(refusalOfMerge({ area: {} })).toContain('Download default desktop layout');
  });

  test('one that is larger than a layout can be', () => {
    expect(refusalOfMerge(text({ ...layoutOf(), logo: 'a'.repeat(1024 * 1024) }))).toContain('longer than 1 MB');
  });

  test('one that is nested without end', () => {
    expect(refusalOfMerge('['.repeat(100_000))).toContain('deeper than 100 levels');
  });
});

describe('what is not ours is told, and left', () => {
  const warned = (layout: unknown) => {
    const merged = mergePage(text(layout), { publicUrl });
    expect(removePage(merged.layout).layout).toBe(text(layout));
    return merged.warnings.map(({ path, detail }) => `${path} ${detail}`).join('\n');
  };

  test('pages of others that cannot be told apart, or opened', () => {
    const told = warned(layoutOf([otherPage('calls'), otherPage('calls'), otherPage('images')]));

    expect(told).toContain('supervisor.area.navigation.1.nav.navigateTo “calls” is that of entry 0 as well');
    expect(told).toContain('supervisor.area.navigation.2.nav.navigateTo “images” is a folder of the desktop');
  });

  test('our component beside the pages, or before agents', () => {
    const widget = page.page.widgets.skilldesk;
    const { agent, ...others } = layoutOf();
    const stray = { ...others, agent: { area: { ...agent.area, navigation: [page] } } };
    const told = warned({
      ...stray,
      supervisor: { area: { panel: { tabs: [widget] }, navigation: [otherPage('calls')] } },
    });

    expect(told).toContain('supervisor.area.panel.tabs.0 skilldesk-editor stands here too');
    expect(told).toContain(
      'agent.area.navigation.0.page.widgets.skilldesk skilldesk-editor stands in the persona of agents',
    );
  });
});

describe('the page as an administrator wants it', () => {
  test('the bundle may be on a CDN; the backend is told apart from it', () => {
    const script = 'https://cdn.example.com/tools/skilldesk.js';
    const { layout } = mergePage(text(layoutOf([])), { publicUrl, script, label: 'Re-skill', route: 'reskill' });

    expect(navigationOf(layout)).toMatchObject([
      {
        nav: { label: 'Re-skill', navigateTo: 'reskill' },
        page: { id: 'reskill-page', widgets: { skilldesk: { script, properties: { apiBase: publicUrl } } } },
      },
    ]);
  });

  test.each<[Partial<PageOptions>, string]>([
    [{ script: 'cdn.example.com/skilldesk.js' }, 'script is no address'],
    [{ script: 'http://cdn.example.com/skilldesk.js' }, 'script must begin with https'],
    [
      { script: 'https://cdn.example.com/skilldesk.js?v=2' },
      'must have no query and no fragment: with another address',
    ],
    [{ script: 'https://me:secret@cdn.example.com/skilldesk.js' }, 'must hold no name and no password'],
    [{ script: 'https://cdn.example.com/' }, 'must lead to the file skilldesk.js'],
    [{ label: ' ' }, 'label takes 1 to 40 characters'],
    [{ label: 'a\nb' }, 'label takes 1 to 40 characters'],
    [{ route: 'Skill Desk' }, 'route takes 1 to 40 of a-z'],
    [{ route: 'images' }, 'route “images” belongs to the desktop itself'],
    [{ route: 'analyzer' }, 'route “analyzer” belongs to the desktop itself'],
  ])('%j is refused', (options, told) => {
    expect(refusalOfMerge(layoutOf(), options)).toContain(told);
  });
});
