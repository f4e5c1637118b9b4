import { AppError } from '../app-error.ts';
import { readConfig } from '../config.ts';
import { examine } from '../doctor/examine.ts';
import { policyRow } from '../doctor/policy-row.ts';
import type { Row, TokenSource, TokenToExamine, WriteJournal } from '../doctor/ports.ts';
import { Secret } from '../secret.ts';
import { exitCodes, UsageError, type Command, type Given, type Surroundings } from './command.ts';
import { secretSetting } from './settings.ts';
import { withCustody } from './with-custody.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Says what kind of token is in use, whose, how long it lives, what it may do, and how to mend it.',
  more: [
    'Without --token it takes the stored token, else WEBEX_SERVICE_APP_ACCESS_TOKEN, WEBEX_ACCESS_TOKEN or',
    'WEBEX_PERSONAL_ACCESS_TOKEN. It refreshes nothing and never prints a token. Without --token it also says what the',
    'policy names and the contact center does not have any more.',
  ],
  options: {
    json: { type: 'boolean', help: 'One JSON object {ok, rows:[{probe, status, cause, fix}]} on standard output.' },
    token: {
      type: 'string',
      value: 'T',
      help: 'Examine this token; “-” reads it from standard input, where nobody else sees it.',
    },
    'all-apis': {
      type: 'boolean',
      help: 'Also BroadWorks enterprises and wholesale customers, which personal tokens may not use.',
    },
    'probe-write': {
      type: 'string',
      value: 'PROFILE',
      help: 'Prove the right to write: put the skill profile of this name or id back unchanged. It stands in the history.',
    },
  },
  needs: [],
  async run(surroundings, given) {
    const { terminal, variables, clock, probes } = surroundings;
    const config = readConfig(variables);
    const examined = await tokenFor(surroundings, given);
    const profile = given.text('probe-write');
    const look = (examined: TokenToExamine, probeWrite?: { profile: string; journal: WriteJournal }) => {
      const ports = { probes: probes(config), clock, organizationId: config.organizationId };
      return examine(ports, examined, { allApis: given.flag('all-apis'), probeWrite });
    };
    const ofToken = !examined
      ? [noToken]
      : profile === undefined
        ? await look(examined)
        : await withCustody(surroundings, ['beginProbe', 'endProbe'], (commands) => {
            const journal: WriteJournal = {
              begin: (skillProfileId) => commands.beginProbe(skillProfileId),
              end: (changeId, outcome) => commands.endProbe({ changeId, outcome }),
            };
            return look(examined, { profile, journal });
          });
    const rows = [...ofToken, ...(await policyRows(surroundings, given))];
    const ok = rows.every(({ status }) => status !== 'failed');
    terminal.print(given.flag('json') ? JSON.stringify({ ok, rows }, null, 2) : table(rows));
    return ok ? exitCodes.ok : exitCodes.failed;
  },
};

/** With --token the doctor looks at that token alone, which may be another organization's. */
async function policyRows(surroundings: Surroundings, given: Given): Promise<Row[]> {
  if (given.text('token') !== undefined || !surroundings.custody.offers.has('policyDoubts')) return [];
  try {
    return [policyRow(await withCustody(surroundings, ['policyDoubts'], (commands) => commands.policyDoubts()))];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ probe: 'policy', status: 'failed', cause: error.message, fix: '' }];
  }
}

const noToken: Row = {
  probe: 'token',
  status: 'failed',
  cause: 'There is no access token to examine: nothing is connected, and the environment holds none.',
  fix: 'Connect with “skilldesk connect” or “skilldesk service-app”, or give a token: skilldesk doctor --token - < FILE.',
};

const variablesOfTokens: readonly (readonly [name: string, source: TokenSource])[] = [
  ['WEBEX_SERVICE_APP_ACCESS_TOKEN', 'service-app'],
  ['WEBEX_ACCESS_TOKEN', 'direct'],
  ['WEBEX_PERSONAL_ACCESS_TOKEN', 'personal'],
];

async function tokenFor(surroundings: Surroundings, given: Given): Promise<TokenToExamine | undefined> {
  const { terminal, variables, custody } = surroundings;
  const text = given.text('token');
  if (text === '-') {
    const token = await terminal.askSecret('Token: ');
    if (!token) throw new UsageError('--token - found no token on standard input.');
    return { token, source: 'given' };
  }
  if (text !== undefined) {
    terminal.note('Everybody on this machine can read --token in the list of processes. Better: --token - < FILE.');
    return { token: new Secret(text), source: 'given' };
  }
  if (custody.offers.has('tokenToExamine')) {
    const stored = await withCustody(surroundings, ['tokenToExamine'], (commands) => commands.tokenToExamine());
    if (stored) return stored;
  }
  for (const [name, source] of variablesOfTokens) {
    const token = secretSetting(variables, name);
    if (token) return { token, source };
  }
  return undefined;
}

const marks: Record<Row['status'], string> = { ok: 'ok', warning: 'WARNING', failed: 'FAILED', skipped: 'skipped' };

/** The fix stands below its cause, so that a line stays readable in a narrow terminal. */
function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ probe }) => probe.length));
  return rows
    .flatMap(({ probe, status, cause, fix }) => [
      `${probe.padEnd(width)}  ${marks[status].padEnd(7)}  ${printable(cause)}`,
      ...(fix ? [`${' '.repeat(width)}  ${' '.repeat(7)}  → ${printable(fix)}`] : []),
    ])
    .join('\n');
}

/** Names come from Webex; what would steer the terminal is left out. */
const printable = (text: string) => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
