import type { Log } from '../log.ts';

/** What the database says of where it is at home, and where it is. */
export interface HomeRecord {
  /** What tells this database from every other one, a copy of it included; undefined: it cannot be asked. */
  here(): Promise<string | undefined>;
  known(): Promise<{ home: string; publicUrl: string | undefined } | undefined>;
  /** Unless there is one already. */
  settle(home: string, publicUrl: string | undefined): Promise<void>;
  /** That address from now on; `resume` forgets all of it, so that the next to look settles anew. */
  reachedBy(publicUrl: string): Promise<void>;
}

interface Ports {
  homes: HomeRecord;
  /** Stops all writing to Webex, and all renewing, until an operator resumes. */
  pause(because: string): Promise<void>;
  log: Log;
  /** By which browsers reach this server; undefined for a command, and where it is this machine's own. */
  publicUrl: string | undefined;
}

/**
 * Stops writing and renewing where the database is not at home: it was restored or copied, and the original may still be at work with the same
 * tokens. What cannot be seen: a copy of a whole disk or cluster that is reached by the same address.
 */
export class HomeGuard {
  readonly #ports: Ports;
  /** Said already, for this home and address. */
  #told: string | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** At the start, by a timer, and before a token is renewed. */
  async meet(): Promise<void> {
    const { homes, publicUrl } = this.#ports;
    const here = await homes.here();
    if (here === undefined) return;
    await homes.settle(here, publicUrl);
    const known = await homes.known();
    if (!known) return;
    if (known.home !== here) {
      await this.#stop(`this database is a copy: it was made at ${known.home}, and this is ${here}`);
    } else if (publicUrl !== undefined && known.publicUrl !== undefined && known.publicUrl !== publicUrl) {
      await this.#stop(`this database belongs to ${known.publicUrl}, and this server is ${publicUrl}`);
    } else if (publicUrl !== undefined && known.publicUrl === undefined) {
      await homes.reachedBy(publicUrl);
    }
  }

  async #stop(because: string): Promise<void> {
    // The pause is in the database and holds.
    if (this.#told === because) return;
    this.#ports.log.error(
      { because },
      'nothing is written and no token is renewed until “skilldesk resume”: make sure that the original is not at work any more',
    );
    await this.#ports.pause(because);
    this.#told = because;
  }
}
