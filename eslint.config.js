import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/** `from` may import nothing whose specifier matches one of `never`; tests beside the code are outside every wall. */
const zone = (from, never, except = []) => ({
  files: [`${from}/**/*.ts`],
  ignores: ['**/*.test.ts', ...except],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: never.map((regex) => ({ regex, message: `${from} may not reach it (docs/decisions/0001).` })) },
    ],
  },
});

const libraries = String.raw`^(?!\.|zod/mini$)`;
const server = String.raw`(^|/)server/`;
const widget = String.raw`(^|/)widget/`;
const tests = String.raw`(^|/)test/`;
const shared = String.raw`(^|/)shared/`;
const adapters = String.raw`(^|/)adapters/`;
const ofAdapters = '^(axios|kysely|jsonwebtoken|openid-client|node:sqlite)';

/** Each feature may reach those before it, never those behind. */
const features = [
  'audit',
  'admin-token',
  'doctor',
  'onboarding',
  'identity',
  'policy',
  'console',
  'drafts',
  'skill-profiles',
  'preview',
  'changes',
  'leases',
  'layout',
  'admin',
];
const inFeature = (names) => `(^|/)(${names.join('|')})/`;

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'test/output/', 'node_modules/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['shared/tsconfig.json', 'server/tsconfig.json', 'widget/tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['widget/**/*.ts'],
    plugins: { lit, wc, 'lit-a11y': litA11y },
    rules: {
      ...lit.configs['flat/recommended'].rules,
      ...wc.configs['flat/best-practice'].rules,
      ...litA11y.configs.recommended.rules,
      // The element is registered through a guard in main.ts, and attribute names follow Lit's default.
      'wc/guard-super-call': 'off',
    },
  },

  // The import walls (style.md 3.3). In a flat config the later block replaces the earlier one, so each zone names all it may not reach.
  zone('shared', [libraries, server, widget, tests]),
  ...features.map((feature, at) => {
    const behind = features.slice(at + 1);
    const walls = [adapters, ofAdapters, widget, tests, 'compose', ...(behind.length > 0 ? [inFeature(behind)] : [])];
    return zone(`server/${feature}`, walls);
  }),
  zone('server/http', [adapters, ofAdapters, widget, tests, 'compose', inFeature(features)]),
  zone('server/adapters', [widget, tests, 'compose', '-routes', 'express', '/http/']),
  zone('widget', [server, tests, '@wxcc-desktop/sdk'], ['widget/components/**', 'widget/desktop/**']),
  zone('widget/desktop', [server, tests, '/components/']),
  zone('widget/components', [server, tests, '@wxcc-desktop/sdk', '^zod', '/desktop/']),
  zone('test/simulator', [shared, server, widget]),
  zone('test/desktop', [shared, server, widget]),
  {
    files: ['test/simulator/main.ts', 'test/demo/**', 'server/main.ts', 'server/cli/process-terminal.ts'],
    rules: { 'no-console': 'off' },
  },
);
