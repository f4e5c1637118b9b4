import type { Organization, Stored } from './organization.ts';
import { stableId } from './seeded-generator.ts';
import type { Switches } from './switches.ts';
import type { TokenStore } from './token-store.ts';

interface Write {
  at: number;
  before: Stored;
}

/** All that the paths of one simulator share. Stored things are replaced as a whole, never changed in place. */
export class World {
  readonly organization: Organization;
  readonly switches: Switches;
  readonly tokens: TokenStore;
  readonly now: () => number;
  /** Whose budget desktop tokens use when the switch `desktopTokenBudget` says so. */
  adminClientId = '';
  readonly #writes = new Map<string, Write[]>();
  #created = 0;

  constructor(organization: Organization, switches: Switches, tokens: TokenStore, now: () => number) {
    this.organization = organization;
    this.switches = switches;
    this.tokens = tokens;
    this.now = now;
  }

  newId(): string {
    return stableId('created', this.organization.id, ++this.#created);
  }

  /** Fields of something that is created now. */
  newlyStored(): Stored {
    const now = this.now();
    return {
      organizationId: this.organization.id,
      id: this.newId(),
      version: 0,
      createdTime: now,
      lastUpdatedTime: now,
    };
  }

  /** What `changed` becomes by being written now. */
  nextVersion<T extends Stored>(stored: T, changed: T): T {
    const { version, lastUpdatedTime } = stored;
    const raised = this.switches.editStamps === 'raised';
    return {
      ...changed,
      version: raised ? version + 1 : version,
      lastUpdatedTime: raised ? this.now() : lastUpdatedTime,
    };
  }

  /** Stores `next`; item GETs go on showing the previous one for `readBackLag`. */
  replace<T extends Stored>(among: Map<string, T>, next: T): void {
    const before = among.get(next.id);
    if (before) this.#writes.set(next.id, [...(this.#writes.get(next.id) ?? []), { at: this.now(), before }]);
    among.set(next.id, next);
  }

  /** What an item GET shows at this time. */
  visible<T extends Stored>(current: T): T {
    const recent = (this.#writes.get(current.id) ?? []).filter(({ at }) => at + this.switches.readBackLag > this.now());
    this.#writes.set(current.id, recent);
    return (recent[0]?.before as T | undefined) ?? current;
  }
}
