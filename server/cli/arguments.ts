import { parseArgs } from 'node:util';
import { UsageError, type Command, type Given } from './command.ts';

/** Words of the command line that may be repeated in a message; anything else could be a secret in the wrong place. */
const harmless = /^[a-z][a-z-]{0,30}$/;

export interface Chosen {
  /** Undefined: help of everything was asked for. */
  command: Command | undefined;
  help: boolean;
  given: Given;
}

/** @throws UsageError that repeats no value that was typed */
export function readArguments(typed: readonly string[], commands: readonly Command[]): Chosen {
  const words = typed[0] === 'help' ? [...typed.slice(1), '--help'] : typed;
  const named = commandIn(words, commands);
  const rest = named ? words.slice(named.name.split(' ').length) : words;
  const options = named?.options ?? {};
  const { tokens } = parseArgs({
    args: [...rest],
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }])),
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  const values = new Map<string, string | true>();
  let operand: string | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (!named?.operand || operand !== undefined) throw new UsageError(tooManyWords(named));
      operand = token.value;
    }
    if (token.kind !== 'option') continue;
    const { name, value } = token;
    const option = name === 'help' ? { type: 'boolean' } : options[name];
    if (!option) throw new UsageError(unknownOption(name, named, options));
    if (option.type === 'boolean' && value !== undefined) throw new UsageError(`--${name} takes no value.`);
    if (option.type === 'string' && !value) throw new UsageError(`--${name} needs a value.`);
    values.set(name, value ?? true);
  }
  const help = !named || values.has('help');
  if (named?.operand && operand === undefined && !help) {
    throw new UsageError(`“${named.name}” needs one more word: ${named.operand}.`);
  }
  return {
    command: named,
    help,
    given: {
      ...(operand !== undefined && { operand }),
      flag: (name) => values.get(name) === true,
      text: (name) => {
        const value = values.get(name);
        return typeof value === 'string' ? value : undefined;
      },
    },
  };
}

function commandIn([first, second]: readonly string[], commands: readonly Command[]): Command | undefined {
  if (first === undefined || first === '--help' || first === '-h') return undefined;
  const both = commands.find(({ name }) => name === `${first} ${second ?? ''}` || name === first);
  if (both) return both;
  const below = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (below.length > 0) {
    throw new UsageError(`“${first}” needs one more word: ${below.map(({ name }) => `skilldesk ${name}`).join(', ')}.`);
  }
  if (!harmless.test(first)) throw new UsageError('The first word must be a command.');
  const close = commands.find(({ name }) => distance(name, first) <= 2);
  throw new UsageError(`There is no command “${first}”.${close ? ` Did you mean “${close.name}”?` : ''}`);
}

const tooManyWords = (command: Command | undefined): string =>
  `${command ? `“${command.name}”` : 'skilldesk'} takes no further words.`;

function unknownOption(name: string, command: Command | undefined, options: Command['options']): string {
  if (!harmless.test(name)) return 'An option is not known.';
  const close = Object.keys(options).find((known) => distance(known, name) <= 2);
  return `${command ? `“${command.name}”` : 'skilldesk'} has no option --${name}.${close ? ` Did you mean --${close}?` : ''}`;
}

/** How many letters must be added, dropped or changed. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of one.split('').entries()) {
    const next = [at + 1];
    for (const [to, wanted] of other.split('').entries()) {
      const changed = (row[to] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
