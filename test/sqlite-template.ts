import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../server/adapters/database/database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    sqliteTemplate: string;
  }
}

/** An empty database with every table: what begins as its copy need not be migrated. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-template-'));
  const file = join(folder, 'skilldesk.db');
  const database = await openDatabase(`file:${file}`, { warn: () => undefined });
  await database.destroy();
  project.provide('sqliteTemplate', file);
  return () => rmSync(folder, { recursive: true });
}
