import { AgentDesktop } from './agent-desktop.ts';
import { readOptions, type DesktopConfig } from './desktop-config.ts';
import { Toolbar } from './toolbar.ts';

async function open(): Promise<void> {
  const config = JSON.parse(document.querySelector('#desktop-config')?.textContent ?? '') as DesktopConfig;
  const desktop = new AgentDesktop(config, readOptions(new URLSearchParams(location.search)));
  window.agentDesktop = desktop;
  if (desktop.options.toolbar) await new Toolbar(desktop).fill();
  await desktop.ready;
}

open().catch((fault: unknown) => {
  const alert = document.createElement('p');
  alert.setAttribute('role', 'alert');
  alert.className = 'fault';
  alert.textContent = String(fault);
  document.body.prepend(alert);
});
