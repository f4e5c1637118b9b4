import type { Clock } from '../clock.ts';
import { tagged, type Tagged } from '../http/tagged.ts';
import type { Session } from '../identity/session.ts';
import type { Beat, Beats } from './ports.ts';
import { isYoung } from './snapshot.ts';

/** All lists together, in bytes; beyond it those that were asked for least lately go. */
const mostHeld = 64 * 2 ** 20;

interface Ports {
  beats: Beats;
  clock: Clock;
}

interface Held extends Tagged {
  readonly beat: Beat;
}

/**
 * Lists as they were sent, to be sent again to the same session as long as nothing they are made of has changed. Most that is asked is whether
 * anything is new, by widgets that ask again and again.
 */
export class HeldLists {
  readonly #ports: Ports;
  readonly #held = new Map<string, Held>();
  #bytes = 0;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** `make` is asked where there is none, or it holds no more. What is incomplete is not held. */
  async of<List extends { asOf: string; complete?: boolean }>(
    name: string,
    session: Session,
    make: () => Promise<List>,
  ): Promise<Tagged> {
    const { beats, clock } = this.#ports;
    const key = `${name} ${session.id}`;
    // Before the list is made: what changes meanwhile has another beat.
    const beat = await beats.now();
    const held = this.#held.get(key);
    if (held) this.#drop(key, held);
    if (held && beat && isSame(held.beat, beat) && isYoung(clock, beat)) {
      this.#keep(key, held);
      return { ...held, asOf: new Date(beat.asOf).toISOString() };
    }
    const list = await make();
    const made = tagged(list);
    if (beat && list.complete !== false) this.#keep(key, { ...made, beat });
    return made;
  }

  #keep(key: string, held: Held): void {
    this.#held.set(key, held);
    this.#bytes += held.rest.length;
    for (const [oldest, old] of this.#held) {
      if (this.#bytes <= mostHeld) return;
      this.#drop(oldest, old);
    }
  }

  #drop(key: string, { rest }: Held): void {
    if (this.#held.delete(key)) this.#bytes -= rest.length;
  }
}

const isSame = (one: Beat, other: Beat): boolean => one.changed === other.changed && one.policy === other.policy;
