import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

interface Package {
  name: string;
  version: string;
  license: string;
  /** The texts that its licence asks to be passed on. */
  notices: string[];
}

/**
 * Puts `LICENSES.txt` beside the bundle: of each package of which something is left in a chunk after shaking, and of those in `copied`, which are
 * shipped as they are. A package that names no licence ends the build: nobody may ship that.
 */
export const shipLicences = (own: { name: string; version: string }, copied: readonly string[]): Plugin => ({
  name: 'ship-licences',
  apply: 'build',
  generateBundle(_options, bundle) {
    const folders = new Set(copied.map(folderOf));
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      for (const [id, { renderedLength }] of Object.entries(file.modules)) {
        if (renderedLength > 0 && id.includes('/node_modules/')) folders.add(folderOf(id));
      }
    }
    const packages = [...folders].map(packageIn).sort((one, other) => one.name.localeCompare(other.name, 'en'));
    for (const { name, license } of packages) if (license === '') this.error(`${name} names no licence.`);
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: noticesOf(own, packages) });
  },
});

const line = '='.repeat(80);

function noticesOf(own: { name: string; version: string }, packages: readonly Package[]): string {
  const parts = packages.map(({ name, version, license, notices }) =>
    [`${name} ${version}, ${license}`, ...notices.map((notice) => notice.trim())].join('\n\n'),
  );
  const head = `${own.name} ${own.version} holds parts of these packages, under their own licences.`;
  return `${[head, ...parts].join(`\n\n${line}\n`)}\n`;
}

/** Of the package that a module belongs to. */
function folderOf(module: string): string {
  const [file = module] = module.replace(/^\0/, '').split('?');
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    // A folder within may say of itself only how its modules are to be read.
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && 'version' in (JSON.parse(readFileSync(manifest, 'utf8')) as object)) return folder;
  }
  throw new Error(`${module} belongs to no package.`);
}

function packageIn(folder: string): Package {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Partial<Package>;
  const { name = folder, version = '', license } = manifest;
  // What a prebuilt file has inlined it names in a file beside itself.
  const places = [folder, join(folder, 'dist')].filter((place) => existsSync(place));
  const notices = places.flatMap((place) =>
    readdirSync(place)
      .filter((file) => /(^|\.)(licen[cs]e|notice|copying)(\.|$)/i.test(file))
      .sort()
      .map((file) => readFileSync(join(place, file), 'utf8')),
  );
  return { name, version, license: typeof license === 'string' ? license : '', notices };
}
