import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the widget and the console as they are shipped. */
export async function buildWidget(): Promise<void> {
  await shipped({ logLevel: 'error' });
  await shipped({ logLevel: 'error', configFile: `${root}widget/build/console.config.ts` });
}

/** Builds the widget, and again after each change until closed. */
export async function watchWidget(): Promise<{ close(): Promise<void> }> {
  const watcher = await shipped({ logLevel: 'info', build: { watch: {} } });
  if (!('on' in watcher)) throw new Error('Vite does not watch.');
  await new Promise<void>((resolve, reject) => {
    watcher.on('event', (event) => {
      if (event.code === 'END') resolve();
      if (event.code === 'ERROR') reject(event.error);
    });
  });
  return { close: () => watcher.close() };
}

async function shipped(options: InlineConfig) {
  // Vite keeps a NODE_ENV that it finds, and with `test` it would bundle Lit's development build.
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    return await build({ root, ...options });
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
}
