import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles one of the page's scripts in memory, as one classic script. */
export async function bundleHostScript(entry: 'main' | 'frame-main'): Promise<string> {
  const [output] = [
    await build({
      configFile: false,
      envDir: false,
      publicDir: false,
      logLevel: 'error',
      build: {
        write: false,
        minify: false,
        target: 'chrome120',
        lib: {
          entry: fileURLToPath(new URL(`host/${entry}.ts`, import.meta.url)),
          formats: ['iife'],
          name: 'agentDesktopHost',
          fileName: () => 'host.js',
        },
      },
    }),
  ].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error(`Vite made nothing of host/${entry}.ts.`);
  return chunk.code;
}
