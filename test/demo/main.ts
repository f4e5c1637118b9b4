import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAgentDesktop } from '../desktop/agent-desktop-server.ts';
import { startWebexSimulator } from '../simulator/webex-simulator.ts';
import { startBackend } from './backend-process.ts';
import { freePort } from './free-port.ts';
import { buildWidget, watchWidget } from './widget-build.ts';

const watch = process.argv.includes('--watch');
const endings: (() => Promise<unknown>)[] = [];
let ending: Promise<void> | undefined;

/** Ends everything in the reverse order of its start, once however often it is asked. */
function end(exitCode: number): Promise<void> {
  ending ??= (async () => {
    for (const finish of endings.reverse()) await finish().catch(() => undefined);
    process.exit(exitCode);
  })();
  return ending;
}

async function start(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'skilldesk-demo-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));

  console.log('Building the widget …');
  try {
    if (watch) {
      const watcher = await watchWidget();
      endings.push(() => watcher.close());
    } else {
      await buildWidget();
    }
  } catch (fault) {
    throw new Error(`The widget cannot be built: ${fault instanceof Error ? fault.message : String(fault)}`);
  }

  const backendPort = await freePort(8080);
  const backendUrl = `http://127.0.0.1:${backendPort}`;
  const simulator = await startWebexSimulator({ port: await freePort(8090) });
  endings.push(() => simulator.close());
  const desktop = await startAgentDesktop({
    port: await freePort(8100),
    widgetUrl: `${backendUrl}/widget/v1/skilldesk.js`,
    apiBase: backendUrl,
    simulatorUrl: simulator.url,
  });
  endings.push(() => desktop.close());

  console.log('Starting the backend …');
  const { serviceApp } = simulator.credentials;
  const backend = startBackend({
    port: backendPort,
    watch,
    environment: {
      HOST: '127.0.0.1',
      PORT: String(backendPort),
      PUBLIC_URL: backendUrl,
      DATABASE_URL: `file:${join(folder, 'skilldesk.db')}`,
      WXCC_ORG_ID: simulator.organization.id,
      WXCC_API_URL: simulator.url,
      WEBEX_API_URL: simulator.url,
      WEBEX_IDENTITY_URL: simulator.url,
      WEBEX_SERVICE_APP_ID: serviceApp.id,
      WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
      ALLOWED_ORIGINS: `${desktop.url},null`,
    },
  });
  endings.push(() => backend.stop());
  await backend.ready();
  void backend.ended.then(() => {
    if (ending) return;
    console.error('The backend has ended, so the demo ends too.');
    void end(1);
  });

  console.log(`
  ${desktop.url}/

  Be a supervisor of some teams, of all, one who may only view, an administrator, or an agent who is refused.
  Webex is simulated: nothing leaves this machine.
  Ctrl-C ends it.
`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));

start().catch((fault: unknown) => {
  if (ending) return;
  console.error(fault instanceof Error ? fault.message : fault);
  void end(1);
});
