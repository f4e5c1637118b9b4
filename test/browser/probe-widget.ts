import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import express from 'express';

/** What the probe's element found out about the SDK in its document. */
interface SdkFindings {
  imported: string;
  init: string;
  token: string;
}

/** The probe's element, as the tests see it. */
export interface ProbeElement extends HTMLElement {
  given: [name: string, value: unknown][];
  connections: number;
  probeSdk(pollMilliseconds?: number): Promise<SdkFindings>;
}

const script = `
(() => {
  if (customElements.get('skilldesk-editor')) { window.probeEvaluations = (window.probeEvaluations ?? 1) + 1; return; }
  const names = ['accessToken', 'orgId', 'darkMode', 'locale', 'agentId', 'agentName', 'teamId', 'apiBase'];
  const within = (promise, milliseconds) => Promise.race([
    promise.then((value) => value === undefined ? 'undefined' : 'resolved ' + String(value), (fault) => 'rejected ' + fault.name),
    new Promise((resolve) => setTimeout(resolve, milliseconds, 'pending')),
  ]);
  class Probe extends HTMLElement {
    given = [];
    connections = 0;
    constructor() {
      super();
      for (const name of names) {
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    static observedAttributes = names.map((name) => name.toLowerCase());
    attributeChangedCallback(name, _, value) { this.given.push([name, value]); }
    connectedCallback() { this.connections += 1; this.textContent = 'Probe'; }
    async probeSdk(pollMilliseconds = 0) {
      const deadline = performance.now() + pollMilliseconds;
      while (!window.AGENTX_SERVICE && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 30));
      const before = window.WxccDesktopSDK;
      const imported = before ? 'ok' : await new Promise((resolve) => {
        const failed = (event) => { event.preventDefault(); resolve(event.message); };
        addEventListener('error', failed, { once: true });
        const sdk = document.createElement('script');
        sdk.src = new URL('skilldesk-sdk.js', 'SELF').href;
        // Else the error of another origin's script reads no more than 'Script error.'.
        sdk.crossOrigin = 'anonymous';
        sdk.onload = () => { removeEventListener('error', failed); resolve('ok'); };
        document.head.append(sdk);
      });
      if (imported !== 'ok') return { imported, init: '-', token: '-' };
      const { Desktop } = window.WxccDesktopSDK;
      const init = await within(Desktop.config.init({ widgetName: 'probe', widgetProvider: 'test' }), 2500);
      const token = await within(Desktop.actions.getToken(), 700);
      window.Desktop = Desktop;
      return { imported, init, token };
    }
  }
  for (const name of names) {
    Object.defineProperty(Probe.prototype, name, {
      get() { return this['#' + name]; },
      set(value) { this['#' + name] = value; this.given.push([name, value]); },
    });
  }
  customElements.define('skilldesk-editor', Probe);
})();
`;

/** Serves a tiny widget under the shipped name, with the real SDK beside it: it tells what the desktop gave it. */
export async function serveProbeWidget(): Promise<{ url: string; widgetUrl: string; close(): Promise<void> }> {
  const app = express();
  app.use((_request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
    next();
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const widgetUrl = `${url}/widget/v1/skilldesk.js`;
  app.get('/widget/v1/skilldesk.js', (_request, response) => {
    response.type('text/javascript').send(script.replaceAll('SELF', widgetUrl));
  });
  app.get('/widget/v1/skilldesk-sdk.js', (_request, response) => {
    response.sendFile(createRequire(import.meta.url).resolve('@wxcc-desktop/sdk'));
  });
  return {
    url,
    widgetUrl,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
