import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDocument, type Document } from './document.ts';

/** A command of the command line, as far as documents name it. */
interface KnownCommand {
  name: string;
  options: Readonly<Record<string, unknown>>;
}

/** What there really is. */
export interface Known {
  scripts: ReadonlySet<string>;
  /** Of the configuration, and those that something else of the repository names. */
  variables: ReadonlySet<string>;
  commands: readonly KnownCommand[];
  /** As `GET /api/changes/:id`. */
  routes: readonly string[];
  /** Folders at the root of the repository: a name that begins with one is a path. */
  rooms: readonly string[];
}

/** Everything that a page says and that is not so. */
export function faultsOf(page: Document, known: Known): string[] {
  return [
    ...page.targets.flatMap((target) => deadLink(page, target)),
    ...named(page, /\bnpm run (?:-s )?([a-z][\w:-]*\w)(?!\*|:\*)/g).filter((name) => !known.scripts.has(name)),
    ...named(page, /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g).filter((name) => !isVariable(name, known)),
    ...page.code.flatMap((code) => wrongCommands(code, known.commands)),
    ...named(
      page,
      /\b((?:GET|POST|PUT|PATCH|DELETE) \/(?:api|admin|widget|\.well-known|\w+z\b|metrics|openapi)[^\s?]*)/g,
    )
      .map((call) => call.replaceAll(/\{(\w+)\}/g, ':$1'))
      .filter((call) => !known.routes.some((route) => sameRoute(route, call))),
    ...named(page, new RegExp(`(?<![\\w./-])((?:${known.rooms.join('|')})/[\\w-][\\w./-]*[\\w-])`, 'g'))
      .filter((path) => !path.startsWith('test/output'))
      .filter((path) => !existsSync(path)),
  ];
}

const named = ({ code }: Document, pattern: RegExp): string[] =>
  code.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name));

/** Links to elsewhere are not asked: what is there is not ours to keep. */
function deadLink({ path, anchors }: Document, target: string): string[] {
  if (/^[a-z]+:/.test(target)) return [];
  const [file = '', anchor] = target.split('#');
  const there = join(dirname(path), file);
  if (file !== '' && !existsSync(there)) return [target];
  if (anchor === undefined) return [];
  const known = file === '' ? anchors : readDocument(there).anchors;
  return known.has(anchor) ? [] : [target];
}

/** `NAME_FILE` is what documents call the file of any variable. */
const isVariable = (name: string, { variables }: Known): boolean =>
  name === 'NAME_FILE' || variables.has(name) || variables.has(name.replace(/_FILE$/, ''));

const call = /(?:^|npx |npm run |skilldesk )skilldesk (?:-- )?([a-z].*)|cli\/main\.js ([a-z].*)/gm;

function wrongCommands(code: string, commands: readonly KnownCommand[]): string[] {
  return [...code.matchAll(call)].flatMap(([, direct, built]) => {
    const line = direct ?? built ?? '';
    const fitting = commands.filter(({ name }) => `${line} `.startsWith(`${name} `));
    const [command] = fitting.sort((one, other) => other.name.length - one.name.length);
    if (!command) return [`skilldesk ${line}`];
    const options = [...line.matchAll(/ --([a-z][a-z-]*)/g)].map(([, option = '']) => option);
    return options.filter((option) => !(option in command.options)).map((option) => `${command.name} --${option}`);
  });
}

/** A document may name one file or id where the route has a place for any. */
const sameRoute = (route: string, written: string): boolean =>
  new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`).test(written);
