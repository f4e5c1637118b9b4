import { DatabaseInUse } from '../adapters/database/one-process.ts';
import { VaultError } from '../admin-token/vault-error.ts';
import { AppError } from '../app-error.ts';
import { ConfigError } from '../config.ts';
import { ConnectError } from '../onboarding/connect-faults.ts';
import { readArguments } from './arguments.ts';
import { commandsFor } from './command-list.ts';
import { exitCodes, UsageError, type ExitCode, type Surroundings } from './command.ts';
import { helpOf, helpOfAll } from './help.ts';

/** Runs one command line. Undefined: the process goes on by itself, as a server. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<ExitCode | undefined> {
  const { terminal, custody } = surroundings;
  try {
    const commands = commandsFor(custody.offers);
    const { command, help, given } = readArguments(words, commands);
    if (!command || help) {
      terminal.print(command ? helpOf(command) : helpOfAll(commands));
      return exitCodes.ok;
    }
    return await command.run(surroundings, given);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.note(`${error.message} “skilldesk --help” lists what there is.`);
      return exitCodes.usage;
    }
    if (error instanceof ConfigError) {
      terminal.note(error.message);
      return exitCodes.configuration;
    }
    if (
      error instanceof ConnectError ||
      error instanceof AppError ||
      error instanceof VaultError ||
      error instanceof DatabaseInUse
    ) {
      terminal.note(error.message);
      return exitCodes.failed;
    }
    // Never the error itself: its members may hold a request with its headers.
    terminal.note(
      `Skilldesk failed, in a way that it does not know: ${error instanceof Error ? (error.stack ?? error.name) : 'unknown'}`,
    );
    return exitCodes.failed;
  }
}
