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
  /** The later, the higher. */
  asked: number;
}

/**
 * Lists as they were sent, to be sent again to the same session as long as nothing they are made of has changed. Most that is asked is whether
 * anything is new, by widgets that ask again and again.
 */
export class HeldLists {
  readonly #ports: Ports;
  readonly #held = new Map<string, Held>();
  #bytes = 0;
  #asked = 0;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** `make` is asked where there is none, or it holds no more. What is incomplete is not held. */
  async of<List extends { asOf: string; complete?: boolean }>(
    name: string,
    session: Session,
    make: () => Promise<List>,
  ): Promise<Tagged> {
    const key = keyOf(name, session);
    // Before the list is made: what changes meanwhile has another beat.
    const beat = await this.#ports.beats.now();
    const held = this.#stillHeld(key, beat);
    if (held && beat) return { ...held, asOf: new Date(beat.asOf).toISOString() };
    const list = await make();
    const made = tagged(list);
    if (beat && list.complete !== false) this.#keep(key, { ...made, beat, asked: (this.#asked += 1) });
    return made;
  }

  /** Of what `of` would answer without asking anybody; undefined where it would have to. */
  tagAtHand(name: string, session: Session): string | undefined {
    return this.#stillHeld(keyOf(name, session), this.#ports.beats.atHand())?.tag;
  }

  #stillHeld(key: string, beat: Beat | undefined): Held | undefined {
    const held = this.#held.get(key);
    if (!held || !beat || !isSame(held.beat, beat) || !isYoung(this.#ports.clock, beat)) return undefined;
    held.asked = this.#asked += 1;
    return held;
  }

  #keep(key: string, held: Held): void {
    this.#drop(key);
    this.#held.set(key, held);
    this.#bytes += held.rest.length;
    if (this.#bytes <= mostHeld) return;
    const byAge = [...this.#held].sort(([, one], [, other]) => one.asked - other.asked);
    for (const [oldest] of byAge) {
      if (this.#bytes <= mostHeld) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#held.get(key)?.rest.length ?? 0;
    this.#held.delete(key);
  }
}

const keyOf = (name: string, { id }: Session): string => `${name} ${id}`;
const isSame = (one: Beat, other: Beat): boolean => one.changed === other.changed && one.policy === other.policy;
