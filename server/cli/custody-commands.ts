import { exitCodes, type Command, type Commands, type Report } from './command.ts';
import { withCustody } from './with-custody.ts';

type Reporting = 'status' | 'refresh' | 'disconnect' | 'lock' | 'pause' | 'resume' | 'vaultStatus' | 'rotateVault';

/** A command that does one thing with what is stored, and reports. */
const reporting = (
  name: string,
  use: Reporting & keyof Commands,
  summary: string,
  more: readonly string[] = [],
): Command => ({
  name,
  summary,
  more,
  options: { json: { type: 'boolean', help: 'The report as one JSON object on standard output.' } },
  needs: [use],
  run: (surroundings, given) =>
    withCustody(surroundings, [use], async (commands) => {
      const report = await commands[use]();
      surroundings.terminal.print(given.flag('json') ? JSON.stringify(report, null, 2) : textOf(report));
      return report.ok ? exitCodes.ok : exitCodes.failed;
    }),
});

export const custodyCommands: readonly Command[] = [
  reporting('status', 'status', 'Says whether Skilldesk is connected, by what, and how long it lasts.'),
  reporting('refresh', 'refresh', 'Renews the access token now.'),
  reporting(
    'disconnect',
    'disconnect',
    'Ends the connection: revokes the tokens at Webex and destroys what is stored.',
    ['Says what remains to be done in Control Hub.'],
  ),
  reporting('lock', 'lock', 'Kill switch: within five seconds no replica uses the token any more.'),
  reporting('pause', 'pause', 'Stops all writing to Webex; reading goes on, and nothing is revoked.'),
  reporting('resume', 'resume', 'Lets writing go on after “pause”.'),
  reporting('vault status', 'vaultStatus', 'Says which keys seal what is stored, and when an old one may go.'),
  reporting('vault rotate', 'rotateVault', 'Seals everything that is stored with the first key of VAULT_KEYS.'),
];

function textOf({ state, facts, steps = [] }: Report): string {
  const width = Math.max(0, ...facts.map(({ name }) => name.length));
  return [
    state,
    ...facts.map(({ name, value }) => `  ${name.padEnd(width)}  ${value}`),
    ...(steps.length > 0 ? ['What to do now:', ...steps.map((step, at) => `  ${at + 1}. ${step}`)] : []),
  ].join('\n');
}
