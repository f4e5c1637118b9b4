import { setTimeout as pause } from 'node:timers/promises';
import type { ChangeList } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import type { Skilldesk, Supervisor } from './skilldesk.ts';

/** A profile that no test is about. */
export const marked = skillProfileIds.retentionDesk;
/** Longer than anything that is left undecided waits, with the pauses of tests. */
const longestWait = 1_100;

/** What an administrator does in Control Hub, and what the history says of it to somebody who sees everything. */
export class Elsewhere {
  readonly #skilldesk: Skilldesk;
  readonly #gwen: Supervisor;
  #marks = 0;

  private constructor(skilldesk: Skilldesk, gwen: Supervisor) {
    this.#skilldesk = skilldesk;
    this.#gwen = gwen;
  }

  /** Returns when the first reading of the organization is accounted for. */
  static async begin(skilldesk: Skilldesk): Promise<Elsewhere> {
    const elsewhere = new Elsewhere(skilldesk, await skilldesk.signIn(people.gwenGlobal.ciUserId));
    await elsewhere.#mark();
    return elsewhere;
  }

  set(skillProfileId: string, skillId: string, value: number): void {
    this.#skilldesk.webex.setElsewhere(skillProfileId, skillId, value);
  }

  value(skillProfileId: string, skillId: string): number | undefined {
    return this.#skilldesk.webex.proficiency(skillProfileId, skillId);
  }

  /** As a minute later: the lists are read, and what they show to have changed. */
  async poll(): Promise<void> {
    await this.#skilldesk.tamper('update snapshots set as_of = as_of - 120000, changed = changed + 1');
    await this.#gwen.skillProfiles();
  }

  /** All that was noticed, as soon as it is so many; newest first. */
  async noticed(count: number): Promise<Change[]> {
    const end = Date.now() + 15_000;
    for (;;) {
      const changes = (await this.#changes()).filter(({ items }) => items[0]?.skillProfileId !== marked);
      if (changes.length >= count) return changes;
      if (Date.now() > end) throw new Error(`only ${changes.length} of ${count} were noticed`);
      await pause(50);
    }
  }

  /** Whatever was read until now has been gone through: a mark that was left later has been found. */
  async looked(): Promise<void> {
    // One look may have found the first mark before the rest.
    for (let turn = 0; turn < 2; turn += 1) await this.#mark();
  }

  /** All that was noticed, after one more poll and another look at what could not be decided at once. */
  async allThereIs(): Promise<Change[]> {
    await this.poll();
    await pause(longestWait);
    await this.looked();
    return this.noticed(0);
  }

  async #mark(): Promise<void> {
    const before = (await this.#changes()).length;
    for (;;) {
      this.#marks += 1;
      this.set(marked, skillIds.english, this.#marks % 7);
      await this.poll();
      const end = Date.now() + 1_500;
      while (Date.now() < end) {
        if ((await this.#changes()).length > before) return;
        await pause(50);
      }
    }
  }

  async #changes(): Promise<Change[]> {
    return ((await this.#gwen.call('GET', '/api/changes?actor=elsewhere')).body as ChangeList).changes;
  }
}
