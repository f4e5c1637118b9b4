import { LocalActionsChannels } from './actions-channels.ts';
import type { ServiceParts } from './agentx-service.ts';
import type { DesktopOptions } from './desktop-config.ts';
import type { DesktopStore } from './desktop-store.ts';
import { Signal } from './signal.ts';

export interface Notification {
  mode: 'silent' | 'autodismiss' | 'acknowledge';
  type: string;
  title: string;
  text: string;
}

/** The desktop's side of the SDK: answers its channels and methods, and counts who listens. */
export class DesktopServices implements ServiceParts {
  readonly notifications: Notification[] = [];
  readonly actionsChannels = new LocalActionsChannels();
  readonly #store: DesktopStore;
  readonly #sdk: DesktopOptions['sdk'];
  readonly #slow: number;
  readonly #signals = new Map<string, Signal>();
  readonly #listening = new Map<string, number>();
  readonly #notified: (notification: Notification) => void;
  readonly #started = performance.now();

  constructor(
    store: DesktopStore,
    { sdk, slow }: Pick<DesktopOptions, 'sdk' | 'slow'>,
    notified: (notification: Notification) => void,
  ) {
    this.#store = store;
    this.#sdk = sdk;
    this.#slow = slow;
    this.#notified = notified;
    this.#answerRequests();
  }

  isInited(): boolean {
    return this.initedIn() <= 0;
  }

  /** Milliseconds until `isInited` turns true. */
  initedIn(): number {
    return this.#sdk === 'slow' ? this.#started + this.#slow - performance.now() : 0;
  }

  signal(path: string): Signal {
    const known = this.#signals.get(path);
    if (known) return known;
    const signal = new Signal((count) => this.#listening.set(path, count));
    this.#signals.set(path, signal);
    return signal;
  }

  call(method: string, args: unknown[]): unknown {
    if (method === 'conf.fetchProfile') return Promise.resolve(this.#profile());
    if (method === 'webexMetrics.trackBehavioralEvent') return undefined;
    if (method.startsWith('aqm.agent.')) return Promise.resolve({ data: { status: 'Idle', auxCodeId: '0' } });
    throw new Error(`The stand-in desktop has no ${method}(${args.length} arguments).`);
  }

  counts() {
    const signalListeners = [...this.#listening.values()].reduce((sum, count) => sum + count, 0);
    return { ...this.actionsChannels.counts(), signalListeners };
  }

  #profile() {
    return {
      agentId: this.#store.get('agent.agentId'),
      agentName: this.#store.get('agent.agentName'),
      agentProfileID: this.#store.get('agent.agentProfileID'),
      orgId: this.#store.get('agent.orgId'),
      teams: [],
      idleCodes: [],
      wrapupCodes: [],
      defaultDn: '',
      agentStatus: 'Idle',
      agentSubStatus: '',
    };
  }

  #answerRequests(): void {
    const value = (action: string, read: () => unknown) =>
      this.actionsChannels.answer(`${action}/Req`, (args) => ({
        channel: `${action}/Res`,
        args: [read(), args.at(-1)],
      }));

    this.actionsChannels.answer('getToken/Req', ([requestId]) => {
      if (this.#sdk === 'silent') return undefined;
      const token = this.#sdk === 'rejecting' ? '' : this.#store.get('auth.accessToken');
      return { channel: 'getToken/Res', args: [token, requestId] };
    });
    value('getTaskMap', () => new Map());
    value('getMediaTypeQueue', () => []);
    value('getIdleCodes', () => []);
    value('getWrapUpCodes', () => []);

    // Never answered: the SDK waits for a request id that it does not send, so its promises stay pending in reality too.
    for (const action of ['Silent', 'AutoDismiss', 'Acknowledge']) {
      this.actionsChannels.answer(`fireGeneral${action}Notification/Req`, ([raw]) => {
        this.#record(raw, action.toLowerCase() as Notification['mode']);
        return undefined;
      });
    }
  }

  #record(raw: unknown, mode: Notification['mode']): void {
    const { data = {} } = raw as { data?: { type?: string; title?: string; data?: unknown } };
    const { type = 'default', title = '' } = data;
    const notification = { mode, type, title, text: typeof data.data === 'string' ? data.data : '' };
    this.notifications.push(notification);
    this.#notified(notification);
  }
}
