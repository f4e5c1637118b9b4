import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Rollup } from 'vite';
import { defineConfig } from 'vitest/config';
import { quickFolder } from './test/quick-folder.ts';
import MixedOrder from './test/reporting/mixed-order.ts';
import { classicScripts } from './widget/build/classic-scripts.ts';
import { shipIntegrity } from './widget/build/integrity.ts';
import { shipLicences } from './widget/build/licences.ts';
import { translationFaults } from './widget/localize/translation-faults.ts';

const widgetFolder = 'dist/widget';
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };
const sdk = createRequire(import.meta.url).resolve('@wxcc-desktop/sdk');

/** The SDK stays a file of its own: it is ten times the widget, cannot be shaken and throws where the desktop's global is missing. */
const shipSdkBesideTheBundle = {
  name: 'ship-sdk-beside-the-bundle',
  apply: 'build' as const,
  async writeBundle() {
    await mkdir(widgetFolder, { recursive: true });
    await copyFile(sdk, `${widgetFolder}/skilldesk-sdk.js`);
  },
};

const languagesFolder = new URL('widget/localize/languages/', import.meta.url);
const languageTags = readdirSync(languagesFolder).map((file) => file.replace(/\.json$/, ''));

/** Each language but English is a file of its own beside the bundle; one with a text missing is not shipped, nor is anything else. */
const shipLanguagesBesideTheBundle = {
  name: 'ship-languages-beside-the-bundle',
  apply: 'build' as const,
  config: () => ({ define: { 'globalThis.shippedLanguages': JSON.stringify(languageTags) } }),
  buildStart(this: Rollup.PluginContext) {
    for (const tag of languageTags) {
      const file = new URL(`${tag}.json`, languagesFolder);
      this.addWatchFile(fileURLToPath(file));
      const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      const faults = translationFaults(tag, texts);
      if (faults.length > 0) this.error([`${tag}.json is not complete:`, ...faults].join('\n  '));
      this.emitFile({ type: 'asset', fileName: `skilldesk.${tag}.json`, source: JSON.stringify(texts) });
    }
  },
};

/** Which build this is, for whoever finds the file; a script is not strict by itself, as a module is. */
const banner = `/*! Skilldesk ${version}, MIT; licences of what it holds: LICENSES.txt beside it */\n"use strict";`;

const denseStyles = (_: string, style: string) =>
  `css\`${style
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s*([{};,])\s*/g, '$1')
    .replace(/:\s+/g, ':')
    .replaceAll(';}', '}')}\``;

/** What makes templates and style sheets readable is not shipped; to indent code means nothing once it is minified. */
const denseTemplates = {
  name: 'dense-templates',
  apply: 'build' as const,
  enforce: 'pre' as const,
  transform: {
    filter: { id: /\/widget\/.*\.ts$/ },
    handler: (code: string) => ({
      code: code.replace(/\bcss`([^`]*)`/g, denseStyles).replace(/\n[ \t]+/g, '\n'),
      map: null,
    }),
  },
};

/** Test files of test/api in which the database has a part: they run on SQLite, and again on PostgreSQL. Of a part one file is enough where it asks the same statements. */
const onBothDatabases = [
  'admin-audit',
  'console-sessions',
  'idempotency',
  'late-writes',
  'lease-races',
  'replicas',
  'replicas-elsewhere',
  'replicas-idempotency',
  'replicas-sessions',
];
/** Less in these hangs on which database it is: on PostgreSQL they run with `npm run test:postgres` alone. */
const onBothAtLength = [
  'acknowledge',
  'admin-connect',
  'admin-policy',
  'admin-stops',
  'assignments',
  'audit',
  'budget',
  'conflicts',
  'console-setup',
  'custody-stops',
  'decisions',
  'draft',
  'dynamic-skills',
  'edit-values',
  'gapless-history',
  'hand-over',
  'history-filters',
  'lease-ends',
  'limits',
  'metrics',
  'operations',
  'policy',
  'preview',
  'requests',
  'rights',
  'stop',
  'too-many-agents',
  'undo',
  'when-webex-misbehaves',
];

const isAtLength = process.env['SKILLDESK_POSTGRES'] === 'all';
const onPostgres = isAtLength ? [...onBothDatabases, ...onBothAtLength] : onBothDatabases;
/** Of the token's custody what hangs on locks and commits is in every run; `npm run bench:crash` kills on both databases. */
const custodyOnPostgres = isAtLength ? '*' : '{disconnect,lock,renewal,stopped-replica,vault}';

const temporary = quickFolder();

/** What is waited for may take its time on a machine that does much else. */
const whatComes = { poll: { timeout: 30_000, interval: 120 } };

export default defineConfig({
  plugins: [
    shipSdkBesideTheBundle,
    shipLanguagesBesideTheBundle,
    denseTemplates,
    classicScripts,
    shipLicences({ name: 'Skilldesk', version }, [sdk]),
    shipIntegrity(version, widgetFolder),
  ],
  build: {
    // Agent Desktop loads the first script from a stable URL; what it loads later bears its content in its name.
    lib: { entry: 'widget/main.ts', formats: ['es'], fileName: () => 'skilldesk.js' },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: { chunkFileNames: 'skilldesk-more-[hash].js', minify: true, postBanner: banner },
    },
    outDir: widgetFolder,
    target: ['chrome103', 'edge103', 'firefox102'],
    sourcemap: true,
  },
  test: {
    // Most of them wait most of the time: for a claim to end, a pause, a deadline, a page.
    maxWorkers: 6,
    // A file finds the modules loaded that those before it used: a third of what a run cost was to load them again. Nothing here keeps state in a module that a test would see.
    isolate: false,
    sequence: { sequencer: MixedOrder },
    reporters: ['default', './test/reporting/canary-line.ts', './test/reporting/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'node',
          include: ['{shared,server,widget,test}/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/api/replicas*.test.ts', 'test/replicas/**'],
          globalSetup: ['test/sqlite-template.ts'],
          env: { ...temporary },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: whatComes,
        },
      },
      {
        // What the API does on SQLite it does on PostgreSQL: the same tests again.
        test: {
          name: 'postgres',
          include: [
            `test/api/{${onPostgres.join(',')}}.test.ts`,
            `test/{audit,canaries,database,leases,replicas${isAtLength ? ',identity' : ''}}/*.test.ts`,
            `test/custody/${custodyOnPostgres}.test.ts`,
            'test/operations/{key-rotation,restored-copy,upgrade}.test.ts',
          ],
          globalSetup: ['test/postgres/global-setup.ts'],
          env: { ...temporary, SKILLDESK_TEST_ON: 'postgres' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: whatComes,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/global-setup.ts', 'test/sqlite-template.ts'],
          env: { ...temporary },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: whatComes,
        },
      },
    ],
  },
});
