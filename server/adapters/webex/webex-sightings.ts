import { z } from 'zod';
import type { Skill } from '../../../shared/skill.ts';
import { assignmentBase } from '../../changes/edit-fields.ts';
import type { Sighting, SightingSource, Watched } from '../../changes/elsewhere-ports.ts';
import type { Clock } from '../../clock.ts';
import type { OrganizationSource } from '../../skill-profiles/ports.ts';
import { failedAs } from '../../upstream-error.ts';
import type { AdminWebex } from './webex-http.ts';
import { stampOf } from './webex-organization.ts';

const Assigned = z.object({
  version: z.number().nullish(),
  lastUpdatedTime: z.number().nullish(),
  skillProfileId: z.string().nullish(),
});

/** Profiles, users and teams by their ids, read as the snapshot is: nobody waits for it. */
export class WebexSightings implements SightingSource {
  readonly #webex: AdminWebex;
  readonly #organization: Pick<OrganizationSource, 'readSkillProfile'>;
  readonly #root: string;
  readonly #clock: Clock;

  constructor(
    webex: AdminWebex,
    organization: Pick<OrganizationSource, 'readSkillProfile'>,
    clock: Clock,
    organizationId: string,
  ) {
    this.#webex = webex;
    this.#organization = organization;
    this.#root = `/organization/${organizationId}`;
    this.#clock = clock;
  }

  async read({ kind, id }: Watched, skills: ReadonlyMap<string, Skill>): Promise<Sighting | undefined> {
    const readAt = this.#clock.now();
    if (kind !== 'skill-profile') return this.#readAssigned(kind, id, readAt);
    const read = await this.#organization.readSkillProfile(id, skills, false);
    return read && { kind, id, values: read.values, stamp: read.listed.stamp, readAt, listed: read.listed };
  }

  async #readAssigned(kind: 'user' | 'team', id: string, readAt: number): Promise<Sighting | undefined> {
    try {
      const { body } = await this.#webex.read({ method: 'GET', path: `${this.#root}/${kind}/${id}` }, Assigned, 'poll');
      return { kind, id, values: assignmentBase(body.skillProfileId ?? null), stamp: stampOf(body), readAt };
    } catch (error) {
      if (failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }
}
