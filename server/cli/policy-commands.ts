import { readFileSync } from 'node:fs';
import { exitCodes, UsageError, type Command, type Terminal } from './command.ts';
import { policyFact } from './reports.ts';
import { withCustody } from './with-custody.ts';

/** A command is one line on the socket, and that line has an end. */
const longestPolicy = 192 * 1024;

const policyExport: Command = {
  name: 'policy export',
  summary: 'Prints the policy as JSON: who may write, which skills are protected, the limits.',
  more: ['What is printed is what “policy import” takes. Where it comes from is said on standard error.'],
  options: {},
  needs: ['exportPolicy'],
  run: (surroundings) =>
    withCustody(surroundings, ['exportPolicy'], async ({ exportPolicy }) => {
      const exported = await exportPolicy();
      surroundings.terminal.print(JSON.stringify(exported.policy, null, 2));
      surroundings.terminal.note(policyFact(exported));
      return exitCodes.ok;
    }),
};

const policyImport: Command = {
  name: 'policy import',
  summary: 'Puts a policy from a file, or with - from standard input, in the place of the one in force.',
  more: [
    'All replicas hold to it at once, also for Changes that are on their way. It must be whole: begin with “policy export”.',
    '  edit             strict, acknowledge or open',
    '  protectedSkills  ids of skills that only administrators may change',
    '  stage            "preview" (nobody writes), "all", or {"named": {"persons": […], "teams": […]}}: named persons by their',
    '                   id in Common Identity write all they may, supervisors of named teams what concerns these teams alone',
    '  defaultEndMinutes  how long a Change lasts unless its person chooses another end; null: none is proposed',
    '  shiftEnds        [{"teamId", "time": "22:00", "zone": "Europe/Berlin"}, …]: when a shift of a team ends, every day',
    '  retentionDays    how long audit records are kept',
    '  limits           how often, per minute',
  ],
  options: {},
  operand: 'FILE|-',
  needs: ['importPolicy'],
  async run(surroundings, { operand = '' }) {
    const { terminal } = surroundings;
    const policy = jsonOf(operand === '-' ? await restOf(terminal) : textOf(operand));
    return withCustody(surroundings, ['importPolicy'], async ({ importPolicy }) => {
      const { version, warnings } = await importPolicy(policy);
      for (const warning of warnings) terminal.note(`Warning: ${warning}`);
      terminal.print(`The policy was imported; it is version ${version}.`);
      return exitCodes.ok;
    });
  },
};

export const policyCommands: readonly Command[] = [policyExport, policyImport];

async function restOf(terminal: Terminal): Promise<string> {
  const lines: string[] = [];
  for (let line = await terminal.ask(''); line !== undefined; line = await terminal.ask('')) lines.push(line);
  return lines.join('\n');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError('The policy file cannot be read. Check its path and its owner.');
  }
}

function jsonOf(text: string): unknown {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw new UsageError(
      'The policy is not valid JSON. Print the one in force by “skilldesk policy export”, and change that.',
    );
  }
  if (JSON.stringify(policy).length > longestPolicy) {
    throw new UsageError(
      `The policy is longer than ${longestPolicy / 1024} kB. Name teams instead of persons, and fewer ends of shifts.`,
    );
  }
  return policy;
}
