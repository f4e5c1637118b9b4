import { existsSync } from 'node:fs';
import { buildWidget } from '../demo/widget-build.ts';
import { findChromium } from './chromium.ts';

/** Browser tests run against the bundle as it is shipped, built once before them. */
export default async function setup(): Promise<void> {
  await findChromium();
  if (existsSync(new URL('../../widget/main.ts', import.meta.url))) await buildWidget();
}
