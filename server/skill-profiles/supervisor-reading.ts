import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { UpstreamError } from '../upstream-error.ts';
import type { OrganizationSource, SnapshotStore } from './ports.ts';

/** They change seldom, and nobody is let do anything by what is known of them here. */
const rereadAfter = 10 * 60_000;
const retryAfter = 2 * 60_000;

interface Ports {
  source: OrganizationSource;
  store: SnapshotStore;
  clock: Clock;
  log: Log;
}

/** Keeps the rights of those who supervise known. Nothing else waits for them: while they cannot be read, those that are known stay. */
export class SupervisorReading {
  readonly #ports: Ports;
  #dueAt = -Infinity;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async readIfDue(): Promise<void> {
    const { source, store, clock, log } = this.#ports;
    const readAt = clock.now();
    if (readAt < this.#dueAt) return;
    this.#dueAt = readAt + rereadAfter;
    try {
      const known = await store.knownSupervisorProfiles();
      const profiles = (await source.listSupervisorProfiles(known)) ?? [];
      const isNew = profiles.length !== known.size || profiles.some((profile) => known.get(profile.id) !== profile);
      if (isNew) await store.saveSupervisorProfiles(profiles, readAt);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      this.#dueAt = readAt + retryAfter;
      log.warn({ failure: error.message }, 'who supervises could not be read');
    }
  }
}
