import type { AllowedHost } from '../../shared/layout-api.ts';
import { scriptAt } from './page.ts';

/** Where Control Hub has the list; a change takes some ten minutes there, and a new sign-in to the desktop. */
export const allowedListPlace =
  'Control Hub > Contact Center > Tenant settings > Security > “Content Security Policy Allowed List”';

/** The hosts that desktops must be let reach: that of the bundle and that of the backend, once where they are one. */
export function allowedHosts(publicUrl: string, script = scriptAt(publicUrl)): AllowedHost[] {
  const backend = new URL(publicUrl).host;
  const bundle = new URL(script).host;
  const purpose = {
    bundle: 'the widget, its second file, the desktop’s SDK beside it, and its languages',
    backend: 'everything the widget asks and saves',
  };
  if (bundle === backend) {
    return [
      { host: bundle, directives: ['script-src', 'connect-src'], purpose: `${purpose.bundle}; ${purpose.backend}` },
    ];
  }
  return [
    // The languages are fetched, not loaded as scripts.
    { host: bundle, directives: ['script-src', 'connect-src'], purpose: purpose.bundle },
    { host: backend, directives: ['connect-src'], purpose: purpose.backend },
  ];
}
