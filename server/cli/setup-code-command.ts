import { exitCodes, type Command } from './command.ts';
import { withCustody } from './with-custody.ts';

export const setupCode: Command = {
  name: 'setup-code',
  summary: 'Makes a new one-time code that opens the console: to set the sign-in up, or when nobody can sign in.',
  more: [
    'It lives for 60 minutes, for 10 tries and for one use; one made before ends. Where people sign in by SSO already, it opens',
    'the console as an admin for 15 minutes, and the audit says so. The code is printed on standard output, the rest on standard error.',
  ],
  options: {},
  needs: ['makeSetupCode'],
  run: (surroundings) =>
    withCustody(surroundings, ['makeSetupCode'], async ({ makeSetupCode }) => {
      const { terminal } = surroundings;
      const { code, purpose, expiresAt, page } = await makeSetupCode();
      terminal.note(
        purpose === 'setup'
          ? `Open ${page} and enter this code before ${new Date(expiresAt).toISOString()}:`
          : `SSO is set up. This code opens the console without it, as an admin and for 15 minutes. Open ${page} and enter it before ${new Date(expiresAt).toISOString()}:`,
      );
      terminal.print(code.reveal());
      return exitCodes.ok;
    }),
};
