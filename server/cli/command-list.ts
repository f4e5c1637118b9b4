import { auditCommands } from './audit-commands.ts';
import type { Command, Commands } from './command.ts';
import { connect, serviceApp, tokenManager } from './connect-commands.ts';
import { custodyCommands } from './custody-commands.ts';
import { doctor } from './doctor-command.ts';
import { hosts } from './hosts-command.ts';
import { layoutCommands } from './layout-commands.ts';
import { policyCommands } from './policy-commands.ts';
import { setupCode } from './setup-code-command.ts';

const serve: Command = {
  name: 'serve',
  summary: 'Runs the server, as “npm start” does.',
  options: {},
  needs: [],
  async run({ serve }) {
    await serve();
    return undefined;
  },
};

/** Every command whose use case exists; of the others nobody hears. */
export const commandsFor = (offers: ReadonlySet<keyof Commands>): Command[] =>
  [
    ...[serve, setupCode, connect, tokenManager, serviceApp],
    ...[...custodyCommands, ...policyCommands, ...layoutCommands, ...auditCommands, doctor, hosts],
  ].filter(({ needs }) => needs.every((need) => offers.has(need)));
