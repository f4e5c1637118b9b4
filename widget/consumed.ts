import { ContextConsumer, type Context } from '@lit/context';
import type { LitElement, ReactiveController } from 'lit';
import type { Observable } from './observable.ts';

/** A context's value in an element; the element is rendered anew when the value, or one of the things `watched` in it, changes. */
export class Consumed<Value> implements ReactiveController {
  readonly #host: LitElement;
  readonly #watched: (value: Value) => Observable[];
  readonly #consumer: ContextConsumer<Context<symbol, Value>, LitElement>;
  #unsubscribe: (() => void)[] = [];

  constructor(host: LitElement, context: Context<symbol, Value>, watched: (value: Value) => Observable[] = () => []) {
    this.#host = host;
    this.#watched = watched;
    this.#consumer = new ContextConsumer(host, { context, subscribe: true, callback: () => this.#follow() });
    host.addController(this);
  }

  get value(): Value {
    const { value } = this.#consumer;
    if (value === undefined) throw new Error(`${this.#host.localName} stands outside <skilldesk-editor>.`);
    return value;
  }

  hostConnected(): void {
    this.#follow();
  }

  hostDisconnected(): void {
    this.#unfollow();
  }

  #follow(): void {
    this.#unfollow();
    const { value } = this.#consumer;
    if (value === undefined || !this.#host.isConnected) return;
    this.#unsubscribe = this.#watched(value).map((one) => one.subscribe(() => this.#host.requestUpdate()));
    this.#host.requestUpdate();
  }

  #unfollow(): void {
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe());
    this.#unsubscribe = [];
  }
}
