import { invalid } from './webex-error.ts';
import type { Json } from './json-object.ts';

type Test = (row: Json) => boolean;

const comparison = /^(\w+)(==|!=|=in=|=out=)(.+)$/;
const syntaxError = (part: string): Error => invalid(`Invalid filter: RSQL syntax error near '${part}'`);

/** Splits at `separator`, but not within parentheses or quotes. */
function splitOutside(text: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === '(') depth += 1;
    else if (!quoted && character === ')') depth -= 1;
    if (character === separator && depth === 0 && !quoted) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts;
}

function value(text: string): string {
  const quoted = /^"([^"]*)"$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  if (text === '' || /[\s"'()<>=!]/.test(text)) throw syntaxError(text);
  return text;
}

function comparisonTest(text: string, fields: readonly string[]): Test {
  const [, field = '', operator = '', right = ''] = comparison.exec(text) ?? [];
  if (field === '') throw syntaxError(text);
  if (!fields.includes(field)) throw invalid(`Invalid filter: field '${field}' is not supported`);
  if (operator === '==' || operator === '!=') {
    const wanted = value(right);
    return (row) => (String(row[field]) === wanted) === (operator === '==');
  }
  const list = /^\((.*)\)$/.exec(right)?.[1];
  if (list === undefined) throw syntaxError(right);
  const wanted = new Set(splitOutside(list, ',').map(value));
  return (row) => wanted.has(String(row[field])) === (operator === '=in=');
}

/** RSQL: `;` is and, `,` is or, and binds tighter. */
export function rsqlTest(filter: string, fields: readonly string[]): Test {
  const alternatives = splitOutside(filter, ',').map((alternative) =>
    splitOutside(alternative, ';').map((part) => {
      const group = /^\((.*)\)$/.exec(part)?.[1];
      return group === undefined ? comparisonTest(part, fields) : rsqlTest(group, fields);
    }),
  );
  return (row) => alternatives.some((all) => all.every((test) => test(row)));
}

/** `Cisco`, or `field=="name";value=="Cisco"`, or `fields=in=("name","description");value=="Cisco"`. */
export function searchTest(search: string, columns: readonly string[]): Test {
  const advanced = /^(?:field=="(\w+)"|fields=in=\(([^)]*)\));value=="([^"]*)"$/.exec(search);
  const named = advanced?.[1] ?? advanced?.[2]?.replaceAll('"', '');
  const searched = named === undefined ? columns : named.split(',');
  const wrong = searched.find((column) => !columns.includes(column));
  if (wrong !== undefined) throw invalid(`Invalid search: column '${wrong}' is not supported`);
  const wanted = (advanced?.[3] ?? search).toLowerCase();
  return (row) =>
    searched.some((column) => typeof row[column] === 'string' && row[column].toLowerCase().includes(wanted));
}
