/** A value of a JSON text, with its place in it: `start` is its first character, `end` the one after its last. */
export type JsonNode = JsonObject | JsonArray | JsonScalar;

interface Placed {
  readonly start: number;
  readonly end: number;
}
export interface JsonMember extends Placed {
  readonly name: string;
  readonly value: JsonNode;
}
export interface JsonObject extends Placed {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
}
export interface JsonArray extends Placed {
  readonly kind: 'array';
  readonly elements: readonly JsonNode[];
}
export interface JsonScalar extends Placed {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

/** What is wrong with a text, in words for whoever wrote it. */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
}

/** Deeper than any desktop layout, and shallow enough for a recursion. */
const deepest = 100;

const blank = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const plain = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/**
 * Reads JSON so that a part of the text can be replaced and every other character stays: `JSON.parse` forgets how numbers, spaces and
 * line ends were written. It takes what `JSON.parse` takes, but no object that names a member twice, as then nobody can say which one counts.
 * @throws JsonTextError with line and column
 */
export function readJsonText(text: string): JsonNode {
  let at = 0;

  const fail = (what: string, where = at): never => {
    const before = text.slice(0, where).split('\n');
    throw new JsonTextError(`line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${what}`);
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    at += found?.length ?? 0;
    return found;
  };
  const skip = (): void => void take(blank);
  const name = (): string => JSON.parse(take(string) ?? fail('a name in quotation marks is missing')) as string;

  /** What stands between the brackets, comma by comma; the opening bracket has been seen. */
  const list = <Item>(close: string, item: () => Item): Item[] => {
    const items: Item[] = [];
    at += 1;
    skip();
    if (text[at] === close) {
      at += 1;
      return items;
    }
    for (;;) {
      items.push(item());
      skip();
      if (text[at] === close) {
        at += 1;
        return items;
      }
      if (text[at] !== ',') fail(`a comma or “${close}” is missing`);
      at += 1;
      skip();
    }
  };

  const member = (depth: number, names: Set<string>): JsonMember => {
    const start = at;
    const own = name();
    if (names.has(own)) fail(`the name “${own}” stands twice in one object`, start);
    names.add(own);
    skip();
    if (text[at] !== ':') fail('a colon is missing');
    at += 1;
    skip();
    const inner = value(depth);
    return { name: own, value: inner, start, end: inner.end };
  };

  const value = (depth: number): JsonNode => {
    if (depth > deepest) fail(`it is nested deeper than ${deepest} levels`);
    const start = at;
    if (text[at] === '{') {
      const names = new Set<string>();
      const members = list('}', () => member(depth + 1, names));
      return { kind: 'object', members, start, end: at };
    }
    if (text[at] === '[') {
      const elements = list(']', () => value(depth + 1));
      return { kind: 'array', elements, start, end: at };
    }
    const written = take(string) ?? take(plain) ?? fail('a value is missing, or is none that JSON knows');
    return { kind: 'scalar', value: JSON.parse(written) as JsonScalar['value'], start, end: at };
  };

  skip();
  const whole = value(0);
  skip();
  if (at < text.length) fail('something follows after the end');
  return whole;
}

/** The member of that name; undefined where there is none, or where this is no object. */
export const memberOf = (node: JsonNode | undefined, name: string): JsonNode | undefined =>
  node?.kind === 'object' ? node.members.find((one) => one.name === name)?.value : undefined;

export const textOf = (node: JsonNode | undefined): string | undefined =>
  node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;

export const elementsOf = (node: JsonNode | undefined): readonly JsonNode[] =>
  node?.kind === 'array' ? node.elements : [];

export const membersOf = (node: JsonNode | undefined): readonly JsonMember[] =>
  node?.kind === 'object' ? node.members : [];
