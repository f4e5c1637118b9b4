export interface ChannelEvent {
  args: unknown[];
  meta: {
    argsCount: number;
    sourcesCount: number;
    destinationsCount: number;
    sourceTag: string;
    throttledDelayMs: number;
    throttledDropCount: number;
  };
}
export type ChannelListener = (event: ChannelEvent) => void;

export interface ChannelSource {
  actionName: string;
  send(...args: unknown[]): void;
}

export interface ChannelDestination {
  actionName: string;
  addListener(listener: ChannelListener): void;
  removeListener(listener: ChannelListener): void;
  removeAllListeners(): void;
  readonly listenersCount: number;
}

export interface ActionsChannels {
  createSource(name: string, options?: { rps?: number; tag?: string }): ChannelSource;
  createDestination(name: string, options?: { tag?: string }): ChannelDestination;
}

interface ChannelEnd {
  name: string;
  tag: string;
  listeners: Set<ChannelListener>;
}

const hostTag = 'host';

/** The named channels between the desktop and its widgets' SDK. */
export class LocalActionsChannels implements ActionsChannels {
  readonly #sources = new Map<ChannelSource, ChannelEnd>();
  readonly #destinations = new Map<ChannelDestination, ChannelEnd>();

  createSource(name: string, { tag = '' }: { tag?: string } = {}): ChannelSource {
    const source = { actionName: name, send: (...args: unknown[]) => this.#deliver(name, tag, args) };
    this.#sources.set(source, { name, tag, listeners: new Set() });
    return source;
  }

  createDestination(name: string, { tag = '' }: { tag?: string } = {}): ChannelDestination {
    const listeners = new Set<ChannelListener>();
    const destination: ChannelDestination = {
      actionName: name,
      addListener: (listener) => void listeners.add(listener),
      removeListener: (listener) => void listeners.delete(listener),
      removeAllListeners: () => listeners.clear(),
      get listenersCount() {
        return listeners.size;
      },
    };
    this.#destinations.set(destination, { name, tag, listeners });
    return destination;
  }

  /** Forgets the ends that a frame had opened, once the frame is gone. */
  release(ends: { sources: Iterable<ChannelSource>; destinations: Iterable<ChannelDestination> }): void {
    for (const source of ends.sources) this.#sources.delete(source);
    for (const destination of ends.destinations) this.#destinations.delete(destination);
  }

  /** The desktop's own answer to a request; it comes in a later task, as from the real one. */
  answer(request: string, reply: (args: unknown[]) => { channel: string; args: unknown[] } | undefined): void {
    const destination = this.createDestination(request, { tag: hostTag });
    destination.addListener(({ args }) => {
      const sent = reply(args);
      if (sent !== undefined) setTimeout(() => this.#deliver(sent.channel, hostTag, sent.args));
    });
  }

  /** What widgets have opened and not closed; the host's own ends are left out. */
  counts(): { sources: number; destinations: number; channelListeners: number } {
    const destinations = [...this.#destinations.values()].filter(({ tag }) => tag !== hostTag);
    return {
      sources: this.#sources.size,
      destinations: destinations.length,
      channelListeners: destinations.reduce((sum, { listeners }) => sum + listeners.size, 0),
    };
  }

  #deliver(name: string, sourceTag: string, args: unknown[]): void {
    const destinations = [...this.#destinations.values()].filter((destination) => destination.name === name);
    const meta = {
      argsCount: args.length,
      sourcesCount: [...this.#sources.values()].filter((source) => source.name === name).length,
      destinationsCount: destinations.length,
      sourceTag,
      throttledDelayMs: 0,
      throttledDropCount: 0,
    };
    for (const { listeners } of destinations) for (const listener of [...listeners]) listener({ args, meta });
  }
}
