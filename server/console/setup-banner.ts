import type { SetupCodeNote } from './ports.ts';
import type { MadeSetupCode } from './setup-codes.ts';

/** The one secret that is ever written to the terminal by itself; it goes past the log, and SETUP_CODE_PRINT=0 keeps it back. */
export function setupBanner(
  offered: MadeSetupCode | 'another-lives',
  { note, publicUrl }: { note: SetupCodeNote; publicUrl: string },
): string {
  const lines =
    offered === 'another-lives'
      ? [
          'Nobody can sign in to the console yet, and a setup code that was made before is still good.',
          'It was shown by the process that made it. For another one run: skilldesk setup-code',
        ]
      : [
          'Nobody can sign in to the console yet. Set it up within 60 minutes:',
          '',
          `    open   ${offered.page}`,
          `    enter  ${offered.code.reveal()}`,
          '',
          ...(note.path === undefined ? [] : [`The code is also in ${note.path}`]),
          'For another one run: skilldesk setup-code',
        ];
  const width = Math.max(...lines.map(({ length }) => length), publicUrl.length);
  const rule = `+${'-'.repeat(width + 2)}+`;
  return `${[rule, ...lines.map((line) => `| ${line.padEnd(width)} |`), rule].join('\n')}\n`;
}
