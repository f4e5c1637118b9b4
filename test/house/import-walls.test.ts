import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

/** A file of each room, and an import that would break the wall of it. */
const planted: [file: string, specifier: string][] = [
  ['shared/diff.ts', 'axios'],
  ['shared/diff.ts', 'zod'],
  ['shared/diff.ts', '../server/clock.ts'],
  ['shared/diff.ts', '../test/simulator/organization.ts'],
  ['server/admin-token/ports.ts', '../identity/session.ts'],
  ['server/identity/rights.ts', '../skill-profiles/organization.ts'],
  ['server/skill-profiles/views.ts', '../changes/ports.ts'],
  ['server/skill-profiles/views.ts', '../adapters/database/tables.ts'],
  ['server/changes/road.ts', '../adapters/webex/webex-http.ts'],
  ['server/changes/road.ts', 'axios'],
  ['server/changes/road.ts', 'kysely'],
  ['server/identity/rights.ts', 'jsonwebtoken'],
  ['server/changes/road.ts', '../compose.ts'],
  ['server/changes/road.ts', '../../widget/main.ts'],
  ['server/changes/road.ts', '../../test/simulator/organization.ts'],
  ['server/http/parsed.ts', '../changes/ports.ts'],
  ['server/http/parsed.ts', '../adapters/database/tables.ts'],
  ['server/adapters/session-tokens.ts', '../identity/session-routes.ts'],
  ['server/adapters/session-tokens.ts', '../http/bearer.ts'],
  ['widget/main.ts', '../server/clock.ts'],
  ['widget/main.ts', '@wxcc-desktop/sdk'],
  ['widget/components/notice/notice.ts', '../../desktop/desktop-session.ts'],
  ['widget/components/notice/notice.ts', 'zod/mini'],
  ['widget/components/notice/notice.ts', '../../../server/clock.ts'],
  ['widget/desktop/desktop-session.ts', '../components/x.ts'],
  ['test/simulator/organization.ts', '../../shared/skill.ts'],
  ['test/simulator/organization.ts', '../../server/clock.ts'],
  ['test/simulator/organization.ts', '../../widget/main.ts'],
];

/** The walls alone, without types: with them typescript-eslint reads the file from the disk on CI, and not what is planted. */
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId === '@typescript-eslint/no-restricted-imports',
  overrideConfig: { languageOptions: { parserOptions: { project: false } } },
});

test.each(planted)('%s may not import %s', { timeout: 60_000 }, async (file, specifier) => {
  const [result] = await eslint.lintText(`import '${specifier}';\n`, { filePath: file });

  expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('@typescript-eslint/no-restricted-imports');
});

test('what a room may import passes its wall', { timeout: 60_000 }, async () => {
  const [result] = await eslint.lintText("import '../identity/session.ts';\nimport '../../shared/diff.ts';\n", {
    filePath: 'server/changes/road.ts',
  });

  expect(result?.messages).toEqual([]);
});
