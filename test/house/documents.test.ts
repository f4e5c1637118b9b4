import { globSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandsFor } from '../../server/cli/command-list.ts';
import { custodyCommands } from '../../server/compose-commands.ts';
import { ConfigError, readConfig } from '../../server/config.ts';
import { routeTable } from '../../server/http/route-table.ts';
import { faultsOf, type Known } from './claims.ts';
import { readDocument, takeApart } from './document.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const notOurs = ['node_modules', 'dist', 'data', 'coverage'];
const rooms = readdirSync('.').filter(
  (name) => !name.startsWith('.') && !notOurs.includes(name) && statSync(name).isDirectory(),
);
const documents = ['*.md', ...rooms.map((room) => `${room}/**/*.md`)].flatMap((pattern) => globSync(pattern));
const commands = commandsFor(custodyCommands.offers);

/** Of each variable a file is given that is not there, so that each is named as a fault. */
function variablesOfConfiguration(): string[] {
  const missingFiles = new Proxy<Record<string, string | undefined>>(
    {},
    { get: (_, name) => (String(name).endsWith('_FILE') ? '/not/there' : undefined) },
  );
  try {
    readConfig(missingFiles);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [...error.message.matchAll(/^ *(\w+)_FILE names a file/gm)].map(([, name = '']) => name);
  }
  throw new Error('The configuration accepts files that are not there.');
}

/** What code, deployment and tests call by name: variables of Node, of PostgreSQL, of a test. */
function variablesNamedElsewhere(): string[] {
  const sources = ['package.json', 'vite.config.ts', ...rooms.flatMap((room) => globSync(`${room}/**/*`))].filter(
    (path) => !/\.(md|png)$|^test\/(house|output)\//.test(path) && statSync(path).isFile(),
  );
  return sources.flatMap((path) => readFileSync(path, 'utf8').match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []);
}

const configuration = variablesOfConfiguration();
const known: Known = {
  scripts: new Set(Object.keys(scripts)),
  variables: new Set([...configuration, ...variablesNamedElsewhere()]),
  commands: commands.map(({ name, options }) => ({ name, options: { ...options, help: true } })),
  routes: Object.values(routeTable).map(({ method, path }) => `${method} ${path}`),
  rooms,
};

test.each(documents)('what %s names is there', (path) => {
  expect(faultsOf(readDocument(path), known)).toEqual([]);
});

test.each([
  ['a dead link', '[it](docs/nothing.md)', 'docs/nothing.md'],
  ['a heading that is not there', '[it](README.md#nothing)', 'README.md#nothing'],
  ['a picture that is not there', '![it](docs/pictures/nothing.png)', 'docs/pictures/nothing.png'],
  ['a script that is not there', '`npm run nothing`', 'nothing'],
  ['a variable that is not there', '```sh\nWXCC_NOTHING=1 npm start\n```', 'WXCC_NOTHING'],
  ['a command that is not there', '`npx skilldesk nothing --json`', 'skilldesk nothing --json'],
  ['an option that is not there', '`skilldesk audit verify --nothing`', 'audit verify --nothing'],
  ['a route that is not there', '`GET /api/nothing/{id}`', 'GET /api/nothing/:id'],
  ['a file that is not there', '`server/nothing.ts`', 'server/nothing.ts'],
])('%s is found', (_, text, fault) => {
  expect(faultsOf(takeApart('page.md', `# Page\n\n${text}\n`), known)).toEqual([fault]);
});

test('every variable of the configuration is documented', () => {
  const { code } = readDocument('docs/operations/configuration.md');
  const words = new Set(code.flatMap((text) => text.match(/\w+/g) ?? []));

  expect(configuration.length).toBeGreaterThan(20);
  expect(configuration.filter((name) => !words.has(name))).toEqual([]);
});

test('every command is documented', () => {
  const { code } = readDocument('docs/operations/commands.md');

  const missing = commands.filter(({ name }) => !code.includes(`skilldesk ${name}`));

  expect(missing.map(({ name }) => name)).toEqual([]);
});

test('every route that a page may call is documented', () => {
  const { code } = readDocument('docs/api.md');
  const written = code.map((text) => text.replaceAll(/\{(\w+)\}/g, ':$1'));

  expect(known.routes.filter((route) => route.includes(' /api/') && !written.includes(route))).toEqual([]);
});
