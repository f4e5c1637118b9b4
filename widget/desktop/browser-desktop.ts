import { besideBundle } from '../host-values.ts';
import { DesktopSession, type DesktopSdk } from './desktop-session.ts';
import { loadScript, scriptUrl } from './load-script.ts';

declare global {
  var AGENTX_SERVICE: unknown;
  var WxccDesktopSDK: DesktopSdk | undefined;
}

let session: DesktopSession | undefined;

/** The one session with the desktop that this document has, however many elements there are. */
export function desktopSession(): DesktopSession {
  session ??= new DesktopSession({
    service: () => ('AGENTX_SERVICE' in globalThis ? globalThis.AGENTX_SERVICE : undefined),
    loadSdk,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  return session;
}

/** Other widgets bring SDKs of their own under the same global name: theirs is put back. */
async function loadSdk(): Promise<DesktopSdk> {
  const theirs = globalThis.WxccDesktopSDK;
  await loadScript(besideBundle('skilldesk-sdk.js', scriptUrl));
  const ours = globalThis.WxccDesktopSDK;
  globalThis.WxccDesktopSDK = theirs;
  if (!ours || ours === theirs) throw new Error('The SDK did not start.');
  return ours;
}
