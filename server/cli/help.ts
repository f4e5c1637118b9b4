import { exitCodes, type Command } from './command.ts';

const exits = `Exit codes: ${exitCodes.ok} all is well · ${exitCodes.failed} something failed, and the message says what · ${exitCodes.usage} wrong usage · ${exitCodes.configuration} the configuration is not valid`;

export function helpOfAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Usage: skilldesk COMMAND [OPTIONS]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'skilldesk COMMAND --help tells more. The configuration comes from the environment, as for the server.',
    'Secrets come from the environment (NAME, or NAME_FILE with a path), or are asked for without showing them.',
    exits,
  ].join('\n');
}

export function helpOf({ name, summary, more = [], options, operand }: Command): string {
  const rows = Object.entries(options).map(
    ([option, { value, help }]) => [`--${option}${value ? ` ${value}` : ''}`, help] as const,
  );
  const width = Math.max(0, ...rows.map(([form]) => form.length));
  const usage = rows.map(([form]) => ` [${form}]`).join('');
  return [
    `Usage: skilldesk ${name}${usage}${operand ? ` ${operand}` : ''}`,
    '',
    summary,
    ...(more.length > 0 ? ['', ...more] : []),
    ...(rows.length > 0 ? ['', ...rows.map(([form, help]) => `  ${form.padEnd(width)}  ${help}`)] : []),
    '',
    exits,
  ].join('\n');
}
