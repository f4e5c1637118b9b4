import type { ActionsChannels } from './actions-channels.ts';
import type { Signal } from './signal.ts';

/** How a service reaches the desktop: directly in its page, by messages from a frame. */
export interface ServiceParts {
  actionsChannels: ActionsChannels;
  signal(path: string): Pick<Signal, 'listen' | 'listenOnce' | 'stopListen' | 'stopListenOnce'>;
  call(method: string, args: unknown[]): unknown;
  isInited(): boolean;
}

const agentSignals = [
  'eAgentReloginSuccess',
  'eAgentStationLoginSuccess',
  'eAgentStateChangeSuccess',
  'eAgentDNRegistered',
  'eAgentChannelReloginSuccess',
  'eAgentChannelStateChanged',
  'eAgentLogoutSuccess',
];
const contactSignals = [
  'eAgentContact',
  'eAgentContactAssigned',
  'eAgentContactEnded',
  'eAgentOfferContact',
  'eAgentWrapup',
];

/** The global that `@wxcc-desktop/sdk` looks for, no larger than its versions 1.2 to 2.0 need. */
export function agentxService(parts: ServiceParts) {
  const signals = (folder: string, names: string[]) =>
    Object.fromEntries(names.map((name) => [name, parts.signal(`${folder}.${name}`)]));
  const method =
    (name: string) =>
    (...args: unknown[]) =>
      parts.call(name, args);

  return {
    get isInited() {
      return parts.isInited();
    },
    get isIniting() {
      return !parts.isInited();
    },
    actionsChannels: parts.actionsChannels,
    aqm: {
      agent: {
        ...signals('aqm.agent', agentSignals),
        reload: method('aqm.agent.reload'),
        stateChange: method('aqm.agent.stateChange'),
      },
      contact: signals('aqm.contact', contactSignals),
      dialer: {},
      supervisor: {},
      screenpop: signals('aqm.screenpop', ['eScreenPop']),
      aiAssistant: {},
      scheduleCallback: {},
    },
    dataNotifs: { aiAssistant: {} },
    conf: { profile: null, fetchProfile: method('conf.fetchProfile'), isReloginSuccess: false },
    i18n: { DEFAULT_INIT_OPTIONS: {} },
    shortcut: {
      event: {
        listenKeyPress: () => undefined,
        listenKeyConflict: () => undefined,
        listenConflictResolved: () => undefined,
      },
      register: () => undefined,
      unregisterKeys: () => undefined,
      getRegisteredKeys: () => new Map(),
      DEFAULT_SHORTCUT_KEYS: {},
      MODIFIERS: {},
      REGISTERED_KEYS: {},
    },
    webexMetrics: { trackBehavioralEvent: method('webexMetrics.trackBehavioralEvent') },
    abs: {},
    qmw: {},
    webCalling: { sendDTMF: () => undefined },
  };
}
