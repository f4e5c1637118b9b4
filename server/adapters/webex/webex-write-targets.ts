import { z } from 'zod';
import type { SkillDifference } from '../../../shared/diff.ts';
import type { Skill } from '../../../shared/skill.ts';
import { assignedProfile } from '../../changes/assigned-profile.ts';
import type { Standing, WriteAnswer, WriteTarget } from '../../changes/ports.ts';
import { failedAs, UpstreamError } from '../../upstream-error.ts';
import { documentWith, SkillProfileDocument, valuesOf } from './skill-profile-document.ts';
import type { AdminWebex } from './webex-http.ts';
import { listed } from './webex-organization.ts';

/** The values of a skill profile: read whole, written whole by PUT. */
export class WebexSkillProfiles implements WriteTarget {
  readonly #webex: AdminWebex;
  readonly #root: string;

  constructor(webex: AdminWebex, organizationId: string) {
    this.#webex = webex;
    this.#root = `/organization/${organizationId}/skill-profile`;
  }

  async read(id: string, skills: ReadonlyMap<string, Skill>): Promise<Standing | undefined> {
    try {
      const call = { method: 'GET' as const, path: `${this.#root}/${id}`, query: { includeSkillDetails: true } };
      const { body } = await this.#webex.read(call, SkillProfileDocument, 'change');
      return { version: body.version, values: valuesOf(body, skills), document: body, listed: listed(body) };
    } catch (error) {
      if (failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async write(
    id: string,
    standing: Standing,
    differences: readonly SkillDifference[],
    skills: ReadonlyMap<string, Skill>,
  ): Promise<WriteAnswer> {
    const document = SkillProfileDocument.parse(standing.document);
    const { body, trackingId } = await this.#webex.write(
      {
        method: 'PUT',
        path: `${this.#root}/${id}`,
        body: documentWith(document, differences, skills),
      },
      SkillProfileDocument,
    );
    return { version: body.version, values: valuesOf(body, skills), trackingId };
  }
}

const UserDocument = z.object({
  version: z.number().nullish(),
  skillProfileId: z.string().nullish(),
  teamIds: z.array(z.string()).nullish(),
});

/** The profile assigned to a user, as the one value `assignedProfile`; written by PATCH of `skillProfileId` alone. */
export class WebexAssignments implements WriteTarget {
  readonly #webex: AdminWebex;
  readonly #root: string;

  constructor(webex: AdminWebex, organizationId: string) {
    this.#webex = webex;
    this.#root = `/organization/${organizationId}/user`;
  }

  async read(id: string): Promise<Standing | undefined> {
    try {
      const { body } = await this.#webex.read({ method: 'GET', path: `${this.#root}/${id}` }, UserDocument, 'change');
      return standingOf(body);
    } catch (error) {
      if (failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async write(id: string, _standing: Standing, differences: readonly SkillDifference[]): Promise<WriteAnswer> {
    const [difference] = differences;
    if (!difference) throw new UpstreamError('invalid', 'PATCH without a difference');
    const { body, trackingId } = await this.#webex.write(
      {
        method: 'PATCH',
        path: `${this.#root}/${id}`,
        body: { skillProfileId: difference.after },
      },
      UserDocument,
    );
    return { ...standingOf(body), trackingId };
  }
}

const standingOf = ({ version, skillProfileId, teamIds }: z.infer<typeof UserDocument>): Standing => ({
  version: version ?? undefined,
  teamIds: teamIds ?? [],
  values: new Map(skillProfileId === null || skillProfileId === undefined ? [] : [[assignedProfile, skillProfileId]]),
});
