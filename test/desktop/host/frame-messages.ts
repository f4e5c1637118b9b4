import type { Assignment } from './assignment.ts';
import type { ChannelEvent } from './actions-channels.ts';
import type { DesktopOptions, SdkState, WidgetOptions } from './desktop-config.ts';
import type { CspViolation } from './page-record.ts';

export type ToFrame =
  | {
      kind: 'start';
      widget: Pick<WidgetOptions, 'comp' | 'script'>;
      options: Pick<DesktopOptions, 'upgrade' | 'dedupe' | 'scriptDelay'>;
      sdk: SdkState;
      initedIn: number;
      assignments: Assignment[];
    }
  | { kind: 'assign'; assignment: Assignment }
  | { kind: 'channel'; id: number; event: ChannelEvent }
  | { kind: 'signal'; path: string; data: unknown }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'fault'; id: number; message: string };

export type FromFrame =
  | { kind: 'source'; id: number; name: string; tag: string }
  | { kind: 'send'; id: number; args: unknown[] }
  | { kind: 'destination'; id: number; name: string; tag: string }
  | { kind: 'channel-listeners'; id: number; count: number }
  | { kind: 'signal-listeners'; path: string; count: number }
  | { kind: 'call'; id: number; method: string; args: unknown[] }
  | { kind: 'mounted' }
  | { kind: 'mount-failed'; message: string }
  | { kind: 'page-error'; message: string }
  | { kind: 'csp-violation'; violation: CspViolation };

/** What a frame posts to its parent when it runs; the answer carries a port, and all else goes through that. */
export const frameReady = 'agent-desktop-frame-ready';
