import { z } from 'zod';
import type { ContactCenterUser, IdentitySource, VerifiedToken } from '../../identity/ports.ts';
import type { Secret } from '../../secret.ts';
import { failedAs, UpstreamError } from '../../upstream-error.ts';
import { callWebex, type WebexCall } from './webex-http.ts';
import { readAllPages } from './webex-pages.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const optional = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

const Me = z.object({ id: z.string(), orgId: z.string(), emails: list(z.string()), displayName: text });

const GranularAccess = z.object({
  profileType: z.string(),
  active: flag,
  permissionAccessLevel: optional,
  permissions: list(z.object({ name: z.string(), access: z.string() })),
  resourceAccessLevel: optional,
  resourceCollections: list(
    z.object({ resources: list(z.object({ name: z.string(), accessLevel: optional, ids: list(z.string()) })) }),
  ),
});

const CurrentUser = z.object({
  ciUserId: z.string(),
  organizationId: optional,
  firstName: text,
  lastName: text,
  email: text,
  active: flag,
  contactCenterEnabled: flag,
  userProfileGranularAccessData: GranularAccess.nullish(),
});

const WithId = z.object({ id: z.string() });
const WithName = z.object({ id: z.string(), name: text });

export class WebexIdentity implements IdentitySource {
  readonly #webexUrl: string;
  readonly #contactCenterUrl: string;
  readonly #root: string;

  constructor(webexUrl: string, contactCenterUrl: string, organizationId: string) {
    this.#webexUrl = webexUrl;
    this.#contactCenterUrl = contactCenterUrl;
    this.#root = `/organization/${organizationId}`;
  }

  async person(token: Secret): Promise<VerifiedToken> {
    const { body } = await callWebex(this.#webexUrl, { method: 'GET', path: '/v1/people/me' }, token, Me);
    const email = body.emails[0] ?? '';
    return {
      ciUserId: lastSegment(body.id, 'PEOPLE'),
      organizationId: lastSegment(body.orgId, 'ORGANIZATION'),
      name: body.displayName || email,
      email,
    };
  }

  async contactCenterUser(token: Secret, ciUserId: string): Promise<ContactCenterUser | undefined> {
    try {
      const path = `${this.#root}/v2/user/by-ci-user-id/${ciUserId}`;
      const { body } = await this.#as(token)({ method: 'GET', path, query: { includeUserProfile: true } }, CurrentUser);
      const { userProfileGranularAccessData: access, firstName, lastName, ...user } = body;
      return {
        ...user,
        name: `${firstName} ${lastName}`.trim(),
        userProfile: access
          ? { ...access, resources: access.resourceCollections.flatMap(({ resources }) => resources) }
          : undefined,
      };
    } catch (error) {
      if (failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async teams(token: Secret): Promise<{ id: string; name: string }[]> {
    return readAllPages(
      this.#as(token),
      `${this.#root}/v2/team`,
      { supervisorView: true, attributes: 'id,name' },
      WithName,
    );
  }

  async skillProfileIds(token: Secret): Promise<string[] | undefined> {
    try {
      const profiles = await readAllPages(
        this.#as(token),
        `${this.#root}/v2/skill-profile`,
        { attributes: 'id,name' },
        WithId,
      );
      return profiles.map(({ id }) => id);
    } catch (error) {
      if (failedAs(error, 'refused')) return undefined;
      throw error;
    }
  }

  readonly #as =
    (token: Secret) =>
    <Schema extends z.ZodType>(call: WebexCall, schema: Schema) =>
      callWebex(this.#contactCenterUrl, call, token, schema);
}

/** `ciscospark://<cluster>/PEOPLE/<uuid>` in base64, with or without padding; the cluster is not always `us`. */
function lastSegment(id: string, kind: string): string {
  const [, uuid] =
    new RegExp(`^ciscospark://[^/]+/${kind}/([0-9a-fA-F-]{36})$`).exec(Buffer.from(id, 'base64').toString()) ?? [];
  if (uuid === undefined) throw new UpstreamError('invalid', 'GET /v1/people/me');
  return uuid.toLowerCase();
}
