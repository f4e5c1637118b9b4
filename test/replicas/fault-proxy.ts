import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** One connection through the proxy. */
interface Passage {
  target: number;
  ends: [Socket, Socket];
  /** What is said on it is lost, its end too: neither side hears of the other again. */
  isMute: boolean;
}

/** Stands between two that talk by TCP on this machine, and does to them what networks do. With several targets it takes each in turn. */
export class FaultProxy {
  readonly #server: Server;
  readonly #passages = new Set<Passage>();
  #turn = 0;
  /** The ports that connections lead to; one that refuses is passed over. */
  targets: readonly number[];
  /** By how much what the target says comes later, in milliseconds. */
  delay = 0;
  /** New connections are reset. */
  isShut = false;
  /** New connections are taken, and lead nowhere. */
  isDeaf = false;

  private constructor(targets: readonly number[]) {
    this.targets = targets;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => void this.#accept(socket));
  }

  static async start(...targets: number[]): Promise<FaultProxy> {
    const proxy = new FaultProxy(targets);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resets what is open now, to one target or to all; answers how many that were. */
  cut(target?: number): number {
    const cut = [...this.#passages].filter((passage) => target === undefined || passage.target === target);
    for (const passage of cut) this.#reset(passage);
    return cut.length;
  }

  /** What is open now stays open, and is never answered. */
  mute(): void {
    for (const passage of this.#passages) passage.isMute = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #accept(near: Socket): Promise<void> {
    near.on('error', () => near.destroy());
    if (this.isShut) {
      near.resetAndDestroy();
      return;
    }
    const turn = this.#turn++;
    const inTurn = this.targets.map((_, at) => this.targets[(turn + at) % this.targets.length] ?? 0);
    for (const target of inTurn) {
      const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
      const isConnected = await once(far, 'connect').then(
        () => true,
        () => false,
      );
      if (!isConnected) continue;
      this.#join({ target, ends: [near, far], isMute: this.isDeaf });
      return;
    }
    near.resetAndDestroy();
  }

  #join(passage: Passage): void {
    const [near, far] = passage.ends;
    this.#passages.add(passage);
    this.#lead(passage, near, far, () => 0);
    this.#lead(passage, far, near, () => this.delay);
  }

  #lead(passage: Passage, from: Socket, to: Socket, delay: () => number): void {
    let said = Promise.resolve();
    /** In order, and each part as late as it was to be when it came. */
    const later = (pass: () => void) => {
      const due = performance.now() + delay();
      said = said.then(async () => {
        const left = due - performance.now();
        if (left > 0) await pause(left);
        if (!passage.isMute) pass();
      });
    };
    from.setNoDelay(true);
    from.on('data', (part: Buffer) => later(() => to.write(part)));
    from.on('end', () => later(() => to.end()));
    from.on('error', () => {
      if (!passage.isMute) this.#reset(passage);
    });
    from.on('close', () => {
      if (passage.ends.every(({ destroyed }) => destroyed)) this.#passages.delete(passage);
    });
  }

  #reset(passage: Passage): void {
    this.#passages.delete(passage);
    for (const end of passage.ends) end.resetAndDestroy();
  }
}
