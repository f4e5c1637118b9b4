import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { desktopPage } from './desktop-page.ts';
import { bundleHostScript } from './host-bundle.ts';
import type { LayoutPage } from './host/desktop-config.ts';
import type { Person } from './host/desktop-people.ts';
import { startPage } from './start-page.ts';

interface AgentDesktopOptions {
  port?: number;
  /** Where the widget's bundle is, for example `http://127.0.0.1:8080/widget/v1/skilldesk.js`. */
  widgetUrl: string;
  apiBase: string;
  simulatorUrl: string;
}

const shippedLayout = new URL('../../docs/layout/skilldesk-page.json', import.meta.url);
const shippedHost = 'https://skilldesk.example.com';

interface AgentDesktopServer {
  url: string;
  /** What an administrator does in Control Hub: from now on desktops show the page of a script that this layout has for their persona. */
  uploadLayout(text: string): void;
  close(): Promise<void>;
}

/** Serves a stand-in for Webex Agent Desktop: a page to choose a person on, and the desktop with the widget in it. */
export async function startAgentDesktop(options: AgentDesktopOptions): Promise<AgentDesktopServer> {
  const { widgetUrl, apiBase, simulatorUrl } = options;
  const [layout, hostScript, frameScript] = await Promise.all([
    readLayout(widgetUrl, apiBase),
    bundleHostScript('main'),
    bundleHostScript('frame-main'),
  ]);

  const app = express();
  const server = createServer(app);
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  app.use((request, response, next) => {
    const blocksApi = request.query['api'] === 'blocked';
    response.set('Content-Security-Policy', contentSecurityPolicy(origin(), options, blocksApi));
    response.set('Cache-Control', 'no-store');
    response.set('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.get('/', async (_request, response) => {
    const answer = await fetch(`${simulatorUrl}/_simulator/people`);
    if (!answer.ok) throw new Error(`The simulator answered people with ${answer.status}.`);
    response.type('html').send(startPage((await answer.json()) as Person[]));
  });
  let uploaded: string | undefined;
  app.get('/desktop', (request, response) => {
    const shown = uploaded === undefined ? layout : pageIn(uploaded, request.query['persona']);
    if (shown) response.type('html').send(desktopPage({ layout: shown, simulatorUrl }));
    else response.status(404).type('text').send('The layout of this persona has no page with a script.');
  });
  const script = (path: string, code: string) => {
    app.get(path, (_request, response) => {
      // The sandboxed frame has an opaque origin, to which everything is cross-origin.
      response.set('Cross-Origin-Resource-Policy', 'cross-origin').type('text/javascript').send(code);
    });
  };
  script('/host/main.js', hostScript);
  script('/host/frame.js', frameScript);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  return {
    url: origin(),
    uploadLayout: (text) => {
      uploaded = text;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The first page of a persona whose widget is not the desktop's own. */
function pageIn(layout: string, persona: unknown): LayoutPage | undefined {
  const personas = JSON.parse(layout.replace(/^\uFEFF/, '')) as Record<string, { area: { navigation: LayoutPage[] } }>;
  return personas[persona === 'supervisorAgent' ? persona : 'supervisor']?.area.navigation.find(({ page }) =>
    Object.values(page.widgets).some((widget) => 'script' in widget),
  );
}

/** The page that customers insert into their layout, with their host's name replaced as they would replace it. */
async function readLayout(widgetUrl: string, apiBase: string): Promise<LayoutPage> {
  const shipped = await readFile(shippedLayout, 'utf8');
  const localized = shipped
    .replaceAll(`${shippedHost}/widget/v1/skilldesk.js`, widgetUrl)
    .replaceAll(shippedHost, apiBase);
  return JSON.parse(localized) as LayoutPage;
}

/** As strict as the widget has to live with: its bundle, its API unless nobody has allowed that yet, and nothing inline but styles. */
function contentSecurityPolicy(
  self: string,
  { widgetUrl, apiBase, simulatorUrl }: AgentDesktopOptions,
  blocksApi: boolean,
): string {
  const origins = (...urls: string[]) => [...new Set(urls.map((url) => new URL(url).origin))].join(' ');
  // A sandboxed frame inherits this policy but not our origin: so no 'self' for scripts.
  return [
    "default-src 'none'",
    `script-src ${origins(self, widgetUrl)}`,
    `connect-src ${origins(...(blocksApi ? [] : [apiBase, widgetUrl]), simulatorUrl)}`,
    "style-src 'unsafe-inline'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
