#!/usr/bin/env node
import { WebexAuthorize } from '../adapters/webex/webex-authorize.ts';
import { contactCenterUrls, WebexProbes } from '../adapters/webex/webex-probes.ts';
import { WebexRevocation } from '../adapters/webex/webex-revocation.ts';
import { systemClock } from '../clock.ts';
import { custodyCommands } from '../compose-commands.ts';
import { LoopbackCallback } from './loopback-callback.ts';
import { openBrowser } from './open-browser.ts';
import { ProcessTerminal } from './process-terminal.ts';
import { run } from './run.ts';

process.umask(0o077);

const exitCode = await run(process.argv.slice(2), {
  variables: process.env,
  terminal: new ProcessTerminal(),
  custody: custodyCommands,
  clock: systemClock,
  probes: ({ webexUrl, contactCenterUrl, organizationId }) =>
    new WebexProbes({
      webexUrl,
      contactCenterUrl,
      organizationId,
      // An address set by hand is not looked for elsewhere.
      regionUrls: process.env['WXCC_API_URL'] ? new Map() : contactCenterUrls,
    }),
  authorizationServer: ({ webexUrl }) => new WebexAuthorize(webexUrl, systemClock),
  revoker: ({ identityUrl }) => new WebexRevocation(identityUrl),
  listenOn: (redirectUri) => LoopbackCallback.listen(redirectUri),
  openBrowser,
  serve: async () => {
    await import('../main.ts');
  },
  patience: 10 * 60_000,
});
// A server goes on; everything else ends now, also when the input is still open.
if (exitCode !== undefined) process.exit(exitCode);
