import { mkdirSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { buildWidget } from '../../demo/widget-build.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = `${root}test/output/bench-widget`;

/** Who is measured, and how to work with it: the same steps for all. */
export interface Contestant {
  readonly name: string;
  readonly script: string;
  /** What is loaded later, and the element that is there when it is. */
  readonly later?: { readonly script: string; readonly tag: string };
  readonly tag: string;
  /** A row of the first view; a cell of the table. */
  readonly row: string;
  readonly cell: string;
  /** What leads to the list and to the table, and the search of either view. */
  readonly toList: string;
  readonly toTable: string;
  readonly search: string;
}

const reference = (name: string, file: string): Contestant => ({
  name,
  script: `${folder}/${file}.js`,
  tag: `bench-${file}`,
  row: '.agent',
  cell: '.cell',
  toList: 'button:nth-of-type(1)',
  toTable: 'button:nth-of-type(2)',
  search: 'input[type="search"]',
});

/** Builds all three as they would be shipped. */
export async function buildContestants(): Promise<readonly [Contestant, Contestant, Contestant]> {
  mkdirSync(folder, { recursive: true });
  await buildWidget();
  for (const file of ['all-rows', 'windowed-rows']) {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      mode: 'production',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        lib: {
          entry: `test/bench/widget-reference/${file}.ts`,
          formats: ['iife'],
          name: 'bench',
          fileName: () => `${file}.js`,
        },
        outDir: folder,
        emptyOutDir: false,
        target: ['chrome103', 'firefox102'],
      },
    });
  }
  return [
    {
      name: 'ours',
      script: `${root}dist/widget/skilldesk.js`,
      later: { script: secondFile(), tag: 'skilldesk-skill-grid' },
      tag: 'skilldesk-editor',
      row: '.row .who',
      cell: '[role="gridcell"]',
      toList: 'nav button:nth-of-type(1)',
      toTable: 'nav button:nth-of-type(2)',
      search: 'input[type="search"]',
    },
    reference('windowed rows', 'windowed-rows'),
    reference('all rows', 'all-rows'),
  ];
}

function secondFile(): string {
  const [file] = readdirSync(`${root}dist/widget`).filter((name) => /^skilldesk-more-.*\.js$/.test(name));
  if (file === undefined) throw new Error('The bundle has no second file.');
  return `${root}dist/widget/${file}`;
}
