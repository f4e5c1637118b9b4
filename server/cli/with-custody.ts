import { readConfig, type Config } from '../config.ts';
import type { Commands, Surroundings } from './command.ts';

/** Does `work` with the use cases that `needs` names, and closes behind itself. */
export async function withCustody<Name extends keyof Commands, Result>(
  { custody, variables }: Surroundings,
  needs: readonly Name[],
  work: (commands: Pick<Commands, Name> & Partial<Commands>, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(variables);
  const opened = await custody.open(config);
  const { commands } = opened;
  try {
    for (const name of needs) {
      if (!commands[name]) throw new Error(`custody offers ${name} and does not bring it`);
    }
    return await work(commands as Pick<Commands, Name> & Partial<Commands>, config);
  } finally {
    await opened.close();
  }
}
