import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonTextError, readJsonText, type JsonNode } from './json-text.ts';
import { mergePage, removePage } from './merge-layout.ts';
import { skilldeskPage } from './page.ts';

const publicUrl = 'https://skilldesk.example.com';
const page = skilldeskPage({ publicUrl });

/** Whatever an administrator, or an editor of layouts, may have put somewhere. */
const anything = fc.jsonValue({ maxDepth: 4 });
const anyObject = fc.dictionary(fc.string(), anything, { maxKeys: 4 });

const anyArea = fc
  .tuple(anyObject, fc.array(anything, { maxLength: 5 }), fc.boolean())
  .map(([rest, navigation, has]) => {
    const others = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== 'navigation'));
    return has ? { ...others, navigation } : others;
  });
const anyPersona = fc.tuple(anyObject, anyArea).map(([rest, area]) => ({ ...rest, area }));
const anyLayout = fc
  .tuple(anyObject, anyPersona, anyPersona, anyPersona)
  .map(([rest, agent, supervisor, supervisorAgent]) => ({ ...rest, agent, supervisor, supervisorAgent }))
  .filter(
    (layout) =>
      !Object.keys(layout).some(
        (name) =>
          /^(supervisor(agent)?|agent)$/i.test(name) && !['agent', 'supervisor', 'supervisorAgent'].includes(name),
      ),
  );

/** One and the same value can be written in many ways; whoever wrote it so may mean it. */
const anyWriting = fc.record({
  layout: anyLayout,
  indent: fc.constantFrom('', ' ', '  ', '    ', '\t'),
  newline: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\uFEFF'),
  seed: fc.nat(),
});

interface Writing {
  layout: unknown;
  indent: string;
  newline: string;
  mark: string;
  seed: number;
}

/** Numbers, names and spaces as `JSON.stringify` does not write them. */
function write({ layout, indent, newline, mark, seed }: Writing): string {
  let at = seed;
  const isOdd = () => (at = (at * 1_103_515_245 + 12_345) % 2_147_483_648) % 3 === 0;
  const spelled = JSON.stringify(layout, null, indent).replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[,:]/g, (token) => {
    if (!isOdd()) return token;
    if (token === ',' || token === ':') return indent === '' ? token : ` ${token}`;
    if (/^-?\d+$/.test(token)) return `${token}.0e0`;
    return !token.startsWith('"') || token.includes('\\')
      ? token
      : token.replace(/[a-z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
  });
  return mark + spelled.replaceAll('\n', newline);
}

const parsed = (text: string) =>
  JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, { area: { navigation?: unknown[] } }>;

test('whatever the layout holds and however it is written: only the page is added, twice is once, and removing it brings back every character', () => {
  fc.assert(
    fc.property(anyWriting, (writing) => {
      const before = write(writing);
      const merged = mergePage(before, { publicUrl });

      const expected = parsed(before);
      for (const persona of ['supervisor', 'supervisorAgent']) {
        const { area } = expected[persona] as { area: { navigation?: unknown[] } };
        area.navigation = [...(area.navigation ?? []), page];
      }
      expect(parsed(merged.layout)).toEqual(expected);
      expect(mergePage(merged.layout, { publicUrl }).layout).toBe(merged.layout);

      const removed = removePage(merged.layout).layout;
      const had = (persona: string) => (parsed(before)[persona]?.area.navigation?.length ?? 0) > 0;
      if (had('supervisor') && had('supervisorAgent')) expect(removed).toBe(before);
      else expect(withoutEmpty(parsed(removed))).toEqual(withoutEmpty(parsed(before)));
      // All that was there is still there, in its order: the page was put between, nothing was taken.
      expect(isWithin(before, merged.layout)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('an old page of ours anywhere among others is brought up to date, and nothing around it changes', () => {
  fc.assert(
    fc.property(anyWriting, fc.nat(), anyObject, (writing, place, theirs) => {
      const properties = { ...theirs, accessToken: 'old', apiBase: 'https://old.example.com' };
      const older = (extra: object) => ({
        ...page,
        nav: { ...page.nav, label: 'Ours' },
        page: { ...page.page, widgets: { w: { ...theirs, comp: 'skilldesk-editor', ...extra } } },
      });
      const layoutWith = (extra: object) => {
        const put = (persona: { area: { navigation?: unknown[] } }) => {
          const others = persona.area.navigation ?? [];
          const at = place % (others.length + 1);
          return {
            ...persona,
            area: { ...persona.area, navigation: [...others.slice(0, at), older(extra), ...others.slice(at)] },
          };
        };
        const { supervisor, supervisorAgent, ...rest } = writing.layout;
        return { ...rest, supervisor: put(supervisor), supervisorAgent: put(supervisorAgent) };
      };
      const { script, properties: today } = page.page.widgets.skilldesk;

      const { layout } = mergePage(write({ ...writing, layout: layoutWith({ script: 'old.js', properties }) }), {
        publicUrl,
      });

      expect(parsed(layout)).toEqual(
        JSON.parse(JSON.stringify(layoutWith({ script, properties: { ...properties, ...today } }))),
      );
      expect(mergePage(layout, { publicUrl }).layout).toBe(layout);
    }),
    { numRuns: 200 },
  );
});

test('the reader takes a text just when JSON does, and sees the same values', () => {
  const broken = fc
    .tuple(
      fc.json({ maxDepth: 4 }),
      fc.nat(),
      fc.string({ maxLength: 2, unit: fc.constantFrom(...'{}[],:"\\0123.eE+-tfn \n\u0007x'.split('')) }),
    )
    .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1));
  fc.assert(
    fc.property(fc.oneof(fc.json({ maxDepth: 5 }), broken), (text) => {
      const expected = tried(() => JSON.parse(text) as unknown);
      const seen = tried(() => plainOf(readJsonText(text)));
      if (seen.failed) expect(expected.failed ?? /stands twice/.exec(seen.failed)?.[0]).toBeDefined();
      else expect(seen).toEqual(expected);
    }),
    { numRuns: 3_000 },
  );
});

function tried(work: () => unknown): { value?: unknown; failed?: string } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof JsonTextError || error instanceof SyntaxError) return { failed: error.message };
    throw error;
  }
}

function plainOf(node: JsonNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.elements.map(plainOf);
  const plain = {};
  for (const { name, value } of node.members) {
    Object.defineProperty(plain, name, { value: plainOf(value), enumerable: true, writable: true, configurable: true });
  }
  return plain;
}

/** An area that had no pages has an empty list of them afterwards. */
function withoutEmpty(layout: Record<string, { area: { navigation?: unknown[] } }>) {
  for (const persona of ['supervisor', 'supervisorAgent']) {
    const area = layout[persona]?.area;
    if (area?.navigation?.length === 0) delete area.navigation;
  }
  return layout;
}

function isWithin(before: string, after: string): boolean {
  let at = 0;
  for (let place = 0; place < after.length; place += 1) if (after[place] === before[at]) at += 1;
  return at === before.length;
}
