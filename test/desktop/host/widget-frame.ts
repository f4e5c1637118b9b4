import type { ChannelDestination, ChannelListener, ChannelSource } from './actions-channels.ts';
import { bind } from './bindings.ts';
import type { FrameKind } from './desktop-config.ts';
import type { Assignment } from './assignment.ts';
import { frameReady, type FromFrame, type ToFrame } from './frame-messages.ts';
import type { WidgetHosting, WidgetParts } from './widget-hosting.ts';

const sandboxes: Record<FrameKind, string> = {
  opaque: 'allow-scripts',
  shimmed: 'allow-scripts',
  'same-origin': 'allow-scripts allow-same-origin',
};

/** The secure iframe shell: a widget in a document of its own, reached by messages alone. */
export class WidgetFrame implements WidgetHosting {
  readonly #iframe = document.createElement('iframe');
  readonly #parts: WidgetParts;
  readonly #sources = new Map<number, ChannelSource>();
  readonly #destinations = new Map<number, { end: ChannelDestination; relay: ChannelListener }>();
  readonly #signals = new Map<string, { stopListen: () => void }>();
  #opening = Promise.withResolvers<undefined>();
  #port: MessagePort | undefined;
  #unbind: (() => void) | undefined;

  constructor(parts: WidgetParts, content: HTMLElement) {
    this.#parts = parts;
    const storage = parts.options.frame === 'shimmed' ? ' data-storage="memory"' : '';
    const script = new URL('/host/frame.js', location.href).href;
    this.#iframe.setAttribute('sandbox', sandboxes[parts.options.frame]);
    this.#iframe.title = parts.widget.wrapper?.title ?? parts.widget.comp;
    this.#iframe.srcdoc = `<!doctype html>
<html lang="en"><head><title>Widget</title><style>html, body { margin: 0; height: 100% }</style></head>
<body${storage}><script src="${script}"></script></body></html>`;
    content.append(this.#iframe);
  }

  element(): null {
    return null;
  }

  /** A frame that comes back into the document loads anew. */
  open(): Promise<undefined> {
    addEventListener('message', this.#onReady);
    this.#opening = Promise.withResolvers();
    return this.#opening.promise;
  }

  /** The frame's document is gone: so is all that it had asked of the desktop. */
  close(): void {
    removeEventListener('message', this.#onReady);
    this.#unbind?.();
    this.#port?.close();
    const destinations = [...this.#destinations.values()].map(({ end }) => end);
    this.#parts.services.actionsChannels.release({ sources: this.#sources.values(), destinations });
    for (const { stopListen } of this.#signals.values()) stopListen();
    this.#sources.clear();
    this.#destinations.clear();
    this.#signals.clear();
  }

  readonly #onReady = ({ data, source }: MessageEvent): void => {
    if (data !== frameReady || source !== this.#iframe.contentWindow) return;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.addEventListener('message', ({ data: message }: MessageEvent<FromFrame>) => this.#receive(message));
    port1.start();
    // An opaque origin has no name to address; only this frame's window gets the port.
    this.#iframe.contentWindow?.postMessage('port', '*', [port2]);
    this.#start();
  };

  #start(): void {
    const { widget, store, services, options } = this.#parts;
    const assignments: Assignment[] = [];
    let take = (assignment: Assignment): void => {
      assignments.push(assignment);
    };
    const target = {
      setProperty: (name: string, value: unknown) => take({ as: 'property', name, value }),
      setAttribute: (name: string, value: string | undefined) => take({ as: 'attribute', name, value }),
    };
    this.#unbind = bind(widget, store, target, options);
    const { comp, script } = widget;
    const { upgrade, dedupe, scriptDelay, sdk } = options;
    this.#post({
      kind: 'start',
      widget: { comp, script },
      options: { upgrade, dedupe, scriptDelay },
      sdk,
      initedIn: services.initedIn(),
      assignments,
    });
    take = (assignment) => this.#post({ kind: 'assign', assignment });
  }

  #post(message: ToFrame): void {
    this.#port?.postMessage(message);
  }

  #receive(message: FromFrame): void {
    const { services, record } = this.#parts;
    switch (message.kind) {
      case 'source':
        this.#sources.set(message.id, services.actionsChannels.createSource(message.name, { tag: message.tag }));
        return;
      case 'send':
        this.#sources.get(message.id)?.send(...message.args);
        return;
      case 'destination': {
        const end = services.actionsChannels.createDestination(message.name, { tag: message.tag });
        const relay: ChannelListener = (event) => this.#post({ kind: 'channel', id: message.id, event });
        this.#destinations.set(message.id, { end, relay });
        return;
      }
      case 'channel-listeners': {
        const destination = this.#destinations.get(message.id);
        if (message.count > 0) destination?.end.addListener(destination.relay);
        else destination?.end.removeAllListeners();
        return;
      }
      case 'signal-listeners':
        this.#relaySignal(message.path, message.count);
        return;
      case 'call':
        void this.#answer(message.id, message.method, message.args);
        return;
      case 'mounted':
        this.#opening.resolve(undefined);
        return;
      case 'mount-failed':
        this.#opening.reject(new Error(message.message));
        return;
      case 'page-error':
        record.pageErrors.push(message.message);
        return;
      case 'csp-violation':
        record.cspViolations.push(message.violation);
    }
  }

  #relaySignal(path: string, count: number): void {
    const relayed = this.#signals.get(path);
    if (count > 0 && relayed === undefined) {
      const relay = this.#parts.services.signal(path).listen((data) => this.#post({ kind: 'signal', path, data }));
      this.#signals.set(path, relay);
    } else if (count === 0 && relayed !== undefined) {
      relayed.stopListen();
      this.#signals.delete(path);
    }
  }

  async #answer(id: number, method: string, args: unknown[]): Promise<void> {
    try {
      this.#post({ kind: 'answer', id, value: await this.#parts.services.call(method, args) });
    } catch (fault) {
      this.#post({ kind: 'fault', id, message: String(fault) });
    }
  }
}
