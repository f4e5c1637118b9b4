import type { ActionsChannels, ChannelListener } from './actions-channels.ts';
import type { ServiceParts } from './agentx-service.ts';
import type { FromFrame, ToFrame } from './frame-messages.ts';
import { Signal } from './signal.ts';

/** The desktop's services as a frame sees them: every call is a message, every answer a promise. */
export class RemoteServices implements ServiceParts {
  readonly actionsChannels: ActionsChannels;
  readonly #post: (message: FromFrame) => void;
  readonly #initedAt: number;
  readonly #channels = new Map<number, Set<ChannelListener>>();
  readonly #signals = new Map<string, Signal>();
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  constructor(post: (message: FromFrame) => void, initedIn: number) {
    this.#post = post;
    this.#initedAt = performance.now() + initedIn;
    this.actionsChannels = {
      createSource: (name, { tag = '' } = {}) => {
        const id = this.#nextId();
        post({ kind: 'source', id, name, tag });
        return { actionName: name, send: (...args) => post({ kind: 'send', id, args }) };
      },
      createDestination: (name, { tag = '' } = {}) => this.#openDestination(name, tag),
    };
  }

  isInited(): boolean {
    return performance.now() >= this.#initedAt;
  }

  signal(path: string): Signal {
    const known = this.#signals.get(path);
    if (known) return known;
    const signal = new Signal((count) => this.#post({ kind: 'signal-listeners', path, count }));
    this.#signals.set(path, signal);
    return signal;
  }

  call(method: string, args: unknown[]): Promise<unknown> {
    const id = this.#nextId();
    const answer = Promise.withResolvers<unknown>();
    this.#calls.set(id, answer);
    this.#post({ kind: 'call', id, method, args });
    return answer.promise;
  }

  receive(message: ToFrame): void {
    switch (message.kind) {
      case 'channel':
        for (const listener of [...(this.#channels.get(message.id) ?? [])]) listener(message.event);
        return;
      case 'signal':
        this.signal(message.path).send(message.data);
        return;
      case 'answer':
        this.#calls.get(message.id)?.resolve(message.value);
        this.#calls.delete(message.id);
        return;
      case 'fault':
        this.#calls.get(message.id)?.reject(new Error(message.message));
        this.#calls.delete(message.id);
        return;
      default:
    }
  }

  #openDestination(name: string, tag: string) {
    const id = this.#nextId();
    const listeners = new Set<ChannelListener>();
    const tell = () => this.#post({ kind: 'channel-listeners', id, count: listeners.size });
    this.#channels.set(id, listeners);
    this.#post({ kind: 'destination', id, name, tag });
    return {
      actionName: name,
      addListener: (listener: ChannelListener) => {
        listeners.add(listener);
        tell();
      },
      removeListener: (listener: ChannelListener) => {
        listeners.delete(listener);
        tell();
      },
      removeAllListeners: () => {
        listeners.clear();
        tell();
      },
      get listenersCount() {
        return listeners.size;
      },
    };
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}
