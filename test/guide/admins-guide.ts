import { readFileSync } from 'node:fs';

const guide = readFileSync(new URL('../../docs/guides/admins.md', import.meta.url), 'utf8');
const shellLines = [...guide.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].flatMap(([, block = '']) =>
  block.split('\n').map((line) => line.trim()),
);
const spans = [...guide.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** What the guide for administrators tells to type, letter by letter: its first command that begins so. */
export function commandOfGuide(beginning: string): string {
  const found = [...shellLines, ...spans].find((line) => `${line} `.startsWith(`${beginning} `));
  if (found === undefined) throw new Error(`The guide for administrators has no command “${beginning} …”.`);
  return found;
}

/** The lines of `skilldesk.env` in the guide. */
export function environmentOfGuide(): string[] {
  const begin = shellLines.indexOf("cat > skilldesk.env <<'END'");
  return shellLines.slice(begin + 1, shellLines.indexOf('END', begin));
}

/** A sentence or a name must stand in the guide for a test to go by it. */
export function saidInGuide(text: string): string {
  if (!guide.includes(text)) throw new Error(`The guide for administrators does not say “${text}”.`);
  return text;
}
