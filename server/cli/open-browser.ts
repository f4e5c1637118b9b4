import { spawn } from 'node:child_process';

/** Without a shell, so that nothing in the link is read as a command. */
const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** True when something took the link; whether a window shows, nobody knows. */
export function openBrowser(url: string): Promise<boolean> {
  const [program, ...words] = openers[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    // An opener may stay as long as its browser does.
    setTimeout(() => resolve(true), 2_000).unref();
    child.unref();
  });
}
