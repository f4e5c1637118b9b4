import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../child-environment.ts';

const cli = fileURLToPath(new URL('../../server/cli/main.ts', import.meta.url));

/** How a command ended: what it said, and when it returned. */
export interface Ended {
  code: number;
  output: string;
  at: number;
}

/** `npx skilldesk …`, a process of its own, in the folder of the server when there is one. */
export async function skilldeskCommand(
  command: string,
  environment: Record<string, string>,
  folder?: string,
): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...command.split(' ')], {
    cwd: folder,
    env: { ...childEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output, at: Date.now() };
}
