import { isDeepStrictEqual } from 'node:util';
import { memberOf, type JsonArray, type JsonNode, type JsonObject } from './json-text.ts';

/** The characters from `start` to before `end` are to become `text`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** All edits at once; they were made of the same text and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let changed = text;
  for (const { start, end, text: put } of [...edits].sort((one, other) => other.start - one.start)) {
    changed = changed.slice(0, start) + put + changed.slice(end);
  }
  return changed;
}

/** Puts `value` after the last element, written as its neighbours are. */
export const appendElement = (text: string, array: JsonArray, value: unknown): TextEdit =>
  append(text, array, array.elements, (indent) => [written(value, indent)]);

/** Gives each member its value, and adds those that are missing after the last; nothing where all have theirs already. */
export function setMembers(text: string, object: JsonObject, values: Readonly<Record<string, unknown>>): TextEdit[] {
  const missing: [string, unknown][] = [];
  const edits = Object.entries(values).flatMap(([name, value]) => {
    const present = memberOf(object, name);
    if (!present) missing.push([name, value]);
    if (!present || isDeepStrictEqual(valueOf(text, present), value)) return [];
    return [{ start: present.start, end: present.end, text: written(value, lineIndent(text, present.start)) }];
  });
  if (missing.length === 0) return edits;
  const added = append(text, object, object.members, (indent) =>
    missing.map(([name, value]) => `${JSON.stringify(name)}:${indent ? ' ' : ''}${written(value, indent)}`),
  );
  return [...edits, added];
}

export const valueOf = (text: string, { start, end }: JsonNode): unknown => JSON.parse(text.slice(start, end));

/** Takes elements away, each with the comma that parted it from a neighbour that stays. */
export function removeElements(array: JsonArray, gone: readonly JsonNode[]): TextEdit[] {
  const { elements } = array;
  if (elements.every((element) => gone.includes(element))) {
    return [{ start: array.start, end: array.end, text: '[]' }];
  }
  return gone.map((element) => {
    const at = elements.indexOf(element);
    const before = elements.slice(0, at).findLast((one) => !gone.includes(one));
    if (before) return { start: elements[at - 1]?.end ?? element.start, end: element.end, text: '' };
    return { start: element.start, end: elements[at + 1]?.start ?? element.end, text: '' };
  });
}

interface Indent {
  /** What stands before the first character of the line: spaces or tabs. */
  own: string;
  /** What one more level is. */
  step: string;
  newline: string;
}

function append(
  text: string,
  { start, end }: JsonNode,
  inner: readonly { start: number; end: number }[],
  write: (indent: Indent | undefined) => string[],
): TextEdit {
  const last = inner.at(-1);
  if (last) {
    // On one line with its neighbours where they are on one line.
    const isApart = /\n[ \t]*$/.test(text.slice(start, last.start));
    const indent = isApart ? lineIndent(text, last.start) : undefined;
    const parts = write(indent).map((part) => (indent ? `,${indent.newline}${indent.own}${part}` : `,${part}`));
    return { start: last.end, end: last.end, text: parts.join('') };
  }
  const outer = lineIndent(text, start);
  const indent = outer && { ...outer, own: outer.own + outer.step };
  const parts = write(indent);
  const within =
    outer && indent
      ? `${indent.newline}${indent.own}${parts.join(`,${indent.newline}${indent.own}`)}${outer.newline}${outer.own}`
      : parts.join(',');
  return { start, end, text: `${text[start] ?? ''}${within}${text[end - 1] ?? ''}` };
}

/** Undefined: the whole text is one line. */
function lineIndent(text: string, at: number): Indent | undefined {
  if (!text.trim().includes('\n')) return undefined;
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return {
    own: /^[ \t]*/.exec(line)?.[0] ?? '',
    step: /\n([ \t]+)/.exec(text)?.[1] ?? '  ',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

function written(value: unknown, indent: Indent | undefined): string {
  if (!indent) return JSON.stringify(value);
  return JSON.stringify(value, null, indent.step).replaceAll('\n', `${indent.newline}${indent.own}`);
}
