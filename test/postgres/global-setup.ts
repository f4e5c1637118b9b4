import type { TestProject } from 'vitest/node';
import { canary, CanarySearch } from '../canaries/canary-search.ts';
import { searchedLine } from '../canaries/canary-tally.ts';
import { createTemplate, startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run; each test makes a database of its own on it. At the end its files and its WAL are searched for secrets. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ safe: false });
  await createTemplate(server.url);
  process.stdout.write(`PostgreSQL: ${server.what}\n`);
  project.provide('postgresUrl', server.url);
  return async () => {
    const { folder } = server;
    const search = new CanarySearch([canary]);
    try {
      if (folder !== undefined) await search.lookInFolder(folder);
      process.stdout.write(`in the files of PostgreSQL, its WAL included: ${searchedLine(search.found)}\n`);
      search.conclude();
    } finally {
      await server.close();
    }
  };
}
