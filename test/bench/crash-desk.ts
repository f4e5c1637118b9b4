import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../shared/change.ts';
import type { AssignmentEdit, SetOperation, ValuesEdit } from '../../shared/edit.ts';
import { highestProficiency } from '../../shared/skill.ts';
import { idOf } from '../simulator/organization-builder.ts';
import { people, skillProfileIds } from '../simulator/standard-organization.ts';
import type { Ledger } from './crash-accounts.ts';
import { CrashClient, type Times } from './crash-client.ts';
import { countOf, noteOf } from './crash-organization.ts';
import type { Scene } from './scene.ts';

const { billingSpecialist, supportGeneralist, supportExpert, bilingualService } = skillProfileIds;
/** What everybody who sits at a desk may edit. */
export const commonProfiles = [billingSpecialist, supportGeneralist, supportExpert, bilingualService];
const sitters = [
  { ...people.admin, profiles: Object.values(skillProfileIds) },
  { ...people.nadiaNorth, profiles: commonProfiles },
  { ...people.gwenGlobal, profiles: Object.values(skillProfileIds) },
  { ...people.colinColleague, profiles: commonProfiles },
] as const;
/** Of those who may assign everybody, and of those who supervise Billing and Support, in turn. */
const agents = [
  ['Katia Sousa', 'Aoife Byrne', 'Luis Matos', 'Brian Doyle', 'Rita Lopes', 'Chidi Okafor', 'Sofia Nunes'],
  ['Deirdre Walsh', 'Marta Pinto', 'Hugo Stein', 'Nuno Reis', 'Iris Lange', 'Tiago Faria', 'Jonas Weber'],
  ['Ursula Braga', 'Emma Nolan'],
].flat();

/** Where one person makes one Change after the other. What it writes nobody else writes: its own two skills, and the profile of its own agent. */
export class Desk {
  readonly client: CrashClient;
  readonly #scene: Scene;
  readonly #number: number;
  readonly #agent: string;
  readonly #profiles: readonly string[];

  constructor(scene: Scene, number: number, ledger: Ledger) {
    const { ciUserId, profiles } = sitters[number % sitters.length] ?? sitters[0];
    this.client = new CrashClient(scene, ciUserId, ledger);
    this.#profiles = profiles;
    this.#scene = scene;
    this.#number = number;
    this.#agent = idOf('user', agents[number] ?? '');
  }

  /** Where most of its leases are. */
  get favourite(): readonly string[] {
    return commonProfiles.slice(0, 1);
  }

  /** Its agents get another profile for a while only. */
  get lends(): boolean {
    return this.#number % 2 === 1;
  }

  /** So many of the profiles that may be edited here. */
  any(count: number): string[] {
    const mixed = this.#profiles.map((id) => ({ id, at: Math.random() })).sort((one, other) => one.at - other.at);
    return mixed.slice(0, count).map(({ id }) => id);
  }

  /** The desk's note becomes one that nobody ever wrote, and its count one more. */
  async edit(key: string, skillProfileIds: readonly string[], times?: Times): Promise<Change | undefined> {
    return this.client.make(await this.#edits(key, skillProfileIds), key, times);
  }

  /** What an edit would do, and nothing more. */
  async look(): Promise<void> {
    await this.client.look(await this.#edits('nothing', this.favourite));
  }

  /** The desk's agent gets another profile. */
  assign(key: string, times?: Times): Promise<Change | undefined> {
    const now = this.#scene.webex.organization.users.get(this.#agent)?.skillProfileId ?? null;
    const next = commonProfiles[(commonProfiles.indexOf(now ?? '') + 1) % commonProfiles.length] ?? null;
    const edit: AssignmentEdit = { userId: this.#agent, fromSkillProfileId: now, toSkillProfileId: next };
    return this.client.make([edit], key, times);
  }

  /** Makes a Change of many, and stops it on its way. */
  async stop(key: string): Promise<Change | undefined> {
    const from = Date.now();
    const making = this.edit(key, this.any(3));
    const answered = making.then(() => true);
    while (!(await Promise.race([answered, pause(30, false)]))) {
      const made = (await this.client.changes(from)).find(({ reason }) => reason === key);
      if (!made) continue;
      await this.client.tell(made.id, 'stop');
      break;
    }
    return making;
  }

  #counted(count: unknown): SetOperation {
    const skillId = countOf(this.#number);
    if (typeof count !== 'number') return { skillId, value: 1 };
    return count === highestProficiency ? { skillId, value: 0 } : { skillId, add: 1 };
  }

  async #edits(key: string, skillProfileIds: readonly string[]): Promise<ValuesEdit[]> {
    const { skillProfiles } = await this.client.skillProfiles();
    return skillProfileIds.map((id): ValuesEdit => {
      const { revision = '', values = [] } = skillProfiles.find((profile) => profile.id === id) ?? {};
      const count = values.find(({ skillId }) => skillId === countOf(this.#number))?.value;
      const set = [{ skillId: noteOf(this.#number), value: `${key} of ${id.slice(0, 4)}` }, this.#counted(count)];
      return { skillProfileId: id, revision, set, remove: [] };
    });
  }
}
