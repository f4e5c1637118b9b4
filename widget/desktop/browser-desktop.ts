import { DesktopSession, type DesktopSdk } from './desktop-session.ts';

declare global {
  var AGENTX_SERVICE: unknown;
  var WxccDesktopSDK: DesktopSdk | undefined;
}

/** Where this bundle came from; only readable while it is being evaluated. */
export const scriptUrl: string | undefined =
  typeof document !== 'undefined' && document.currentScript instanceof HTMLScriptElement
    ? document.currentScript.src
    : undefined;

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
function loadSdk(): Promise<DesktopSdk> {
  const theirs = globalThis.WxccDesktopSDK;
  return new Promise((resolve, reject) => {
    if (!scriptUrl) throw new Error('Nobody knows where this bundle came from.');
    const script = document.createElement('script');
    script.src = new URL('skilldesk-sdk.js', scriptUrl).href;
    script.onload = () => {
      const ours = globalThis.WxccDesktopSDK;
      globalThis.WxccDesktopSDK = theirs;
      script.remove();
      if (ours && ours !== theirs) resolve(ours);
      else reject(new Error('The SDK did not start.'));
    };
    script.onerror = () => {
      script.remove();
      reject(new Error('The SDK could not be loaded.'));
    };
    document.head.append(script);
  });
}
