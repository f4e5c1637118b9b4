import { mountElement } from './element-mount.ts';
import { assign, type Assignment } from './assignment.ts';
import { frameReady, type FromFrame, type ToFrame } from './frame-messages.ts';
import { installMemoryStorage } from './memory-storage.ts';
import { RemoteServices } from './remote-services.ts';
import { declareSdkGlobal } from './sdk-global.ts';

type Start = Extract<ToFrame, { kind: 'start' }>;

let element: HTMLElement | undefined;
let services: RemoteServices | undefined;
const assignments = new Map<string, Assignment>();

function keep(assignment: Assignment): void {
  assignments.set(`${assignment.as} ${assignment.name}`, assignment);
  if (element) assign(element, assignment);
}

async function start(message: Start, post: (message: FromFrame) => void): Promise<void> {
  services = new RemoteServices(post, message.initedIn);
  declareSdkGlobal(message.sdk, services);
  for (const assignment of message.assignments) keep(assignment);
  try {
    await mountElement(message.widget, message.options, document.body, (created) => {
      for (const assignment of assignments.values()) assign(created, assignment);
      element = created;
    });
    post({ kind: 'mounted' });
  } catch (fault) {
    post({ kind: 'mount-failed', message: fault instanceof Error ? fault.message : String(fault) });
  }
}

function connect(port: MessagePort): void {
  const post = (message: FromFrame) => port.postMessage(message);
  addEventListener('error', ({ message }) => post({ kind: 'page-error', message }));
  addEventListener('unhandledrejection', ({ reason }) => post({ kind: 'page-error', message: String(reason) }));
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    post({ kind: 'csp-violation', violation: { directive: effectiveDirective, blocked: blockedURI } }),
  );
  port.addEventListener('message', ({ data }: MessageEvent<ToFrame>) => {
    if (data.kind === 'start') void start(data, post);
    else if (data.kind === 'assign') keep(data.assignment);
    else services?.receive(data);
  });
  port.start();
}

if (document.body.dataset['storage'] === 'memory') installMemoryStorage();
addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port) connect(port);
  },
  { once: true },
);
parent.postMessage(frameReady, '*');
