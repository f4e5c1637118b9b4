import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChangeList } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist } = skillProfileIds;
const { german } = skillIds;

export const soon = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
export const inAnHour = () => soon(60 * 60_000);

/** A backend with one supervisor at it, whose leases are on German in the profile Billing Specialist, where it is 5 at first. */
export class LeaseDesk {
  readonly skilldesk: Skilldesk;
  readonly nadia: Supervisor;

  private constructor(skilldesk: Skilldesk, nadia: Supervisor) {
    this.skilldesk = skilldesk;
    this.nadia = nadia;
  }

  static async open(options: Parameters<typeof Skilldesk.start>[0] = {}): Promise<LeaseDesk> {
    const skilldesk = await Skilldesk.start(options);
    return new LeaseDesk(skilldesk, await skilldesk.signIn(people.nadiaNorth.ciUserId));
  }

  async setting(value: number, who = this.nadia, skillProfileId: string = billingSpecialist) {
    const { revision } = await who.skillProfile(skillProfileId);
    return { skillProfileId, revision, set: [{ skillId: german, value }] };
  }

  /** Until then, or for good; returns when nothing of it is on its way. */
  async set(value: number, until?: string, more: object = {}): Promise<Change> {
    const edits = [await this.setting(value)];
    const { status, body } = await this.nadia.post({
      edits,
      reason: 'Mondays are busy',
      ...(until !== undefined && { until }),
      ...more,
    });
    if (status >= 300) throw new Error(`no Change: ${JSON.stringify(body)}`);
    return 'startsAt' in more ? (body as Change) : this.nadia.ended(body as Change);
  }

  move(change: Pick<Change, 'id'>, wanted: object, who = this.nadia) {
    return who.call('PATCH', `/api/changes/${change.id}`, {}, wanted);
  }

  undo(change: Pick<Change, 'id'>, who = this.nadia) {
    const path = `/api/changes/${change.id}/undo`;
    return who.call('POST', path, { 'idempotency-key': randomUUID() }, { reason: 'Enough' });
  }

  async read({ id }: Pick<Change, 'id'>, who = this.nadia): Promise<Change> {
    return (await who.call('GET', `/api/changes/${id}`)).body as Change;
  }

  async list(query: string, who = this.nadia): Promise<Change[]> {
    return ((await who.call('GET', `/api/changes?${query}`)).body as ChangeList).changes;
  }

  async openOnes(who = this.nadia): Promise<string[]> {
    return (await this.list('open=true', who)).map(({ id }) => id);
  }

  /** At Webex. */
  german(skillProfileId: string = billingSpecialist): number | undefined {
    return this.skilldesk.webex.proficiency(skillProfileId, german);
  }

  editElsewhere(value: number): void {
    this.skilldesk.webex.editElsewhere(billingSpecialist, (profile) => {
      for (const active of profile.activeSkills) if (active.skillId === german) active.proficiencyValue = value;
    });
  }

  /** Ends it now; answers the Change that put it back, once that is over. */
  async endNow(change: Pick<Change, 'id'>): Promise<Change> {
    await this.move(change, { until: soon(-1_000) });
    return this.ended(change);
  }

  /** The Change that carried its end out, once that is over. */
  async ended(change: Pick<Change, 'id'>): Promise<Change> {
    for (;;) {
      const { endedAt, revertedBy } = await this.read(change);
      if (endedAt !== undefined && revertedBy !== undefined)
        return this.nadia.ended(await this.read({ id: revertedBy }));
      await wait(50);
    }
  }

  close(): Promise<void> {
    return this.skilldesk.close();
  }
}
