import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { organizationOf, type Size } from './organization-of.ts';

/** A backend that answers at once with a made-up organization, the bundle, and an empty page to work on. */
export async function startBenchServer(): Promise<{ url: string; show(size: Size): void; close(): Promise<void> }> {
  let answers = new Map<string, string>();
  const show = (size: Size): void => {
    const { profileList, agentList, session } = organizationOf(size);
    const all = {
      'POST /api/session': session,
      'GET /api/skill-profiles': profileList,
      'GET /api/agents': agentList,
      'GET /api/changes': { changes: [] },
    };
    answers = new Map(Object.entries(all).map(([call, answer]) => [call, JSON.stringify(answer)]));
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://127.0.0.1').pathname;
    const answer = answers.get(`${request.method ?? ''} ${path}`);
    if (answer !== undefined) {
      const status = path === '/api/session' ? 201 : 200;
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(answer);
    } else if (path.startsWith('/widget/v1/')) serveWidgetFile(path, response);
    else if (path === '/page') response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
    else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, show, close: () => close(server) };
}

function serveWidgetFile(path: string, response: ServerResponse): void {
  const file = new URL(`../../../dist/widget/${basename(path)}`, import.meta.url);
  if (!existsSync(file)) response.writeHead(404).end();
  else response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(file));
}

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bench</title>
<style>html, body { margin: 0; height: 100%; } #stage { height: 100vh; }</style></head>
<body><div id="stage"></div></body></html>`;

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
