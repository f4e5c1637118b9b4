import { z } from 'zod';
import type { ContactCenterUser, IdentitySource, PersonSource, VerifiedToken } from '../../identity/ports.ts';
import type { Secret } from '../../secret.ts';
import { failedAs, UpstreamError } from '../../upstream-error.ts';
import { deadline, readContactCenterUser } from './contact-center-user.ts';
import { callWebex, type AdminWebex, type WebexCall } from './webex-http.ts';
import { readAllPages } from './webex-pages.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

const Me = z.object({ id: z.string(), orgId: z.string(), emails: list(z.string()), displayName: text });

const WithId = z.object({ id: z.string() });
const WithName = z.object({ id: z.string(), name: text });

export class WebexIdentity implements IdentitySource {
  readonly #webexUrl: string;
  readonly #contactCenterUrl: string;
  readonly #organizationId: string;
  readonly #root: string;

  constructor(webexUrl: string, contactCenterUrl: string, organizationId: string) {
    this.#webexUrl = webexUrl;
    this.#contactCenterUrl = contactCenterUrl;
    this.#organizationId = organizationId;
    this.#root = `/organization/${organizationId}`;
  }

  async person(token: Secret): Promise<VerifiedToken> {
    const { body } = await callWebex(this.#webexUrl, { method: 'GET', path: '/v1/people/me', deadline }, token, Me);
    const email = body.emails[0] ?? '';
    return {
      ciUserId: lastSegment(body.id, 'PEOPLE'),
      organizationId: lastSegment(body.orgId, 'ORGANIZATION'),
      name: body.displayName || email,
      email,
    };
  }

  contactCenterUser(token: Secret, ciUserId: string): Promise<ContactCenterUser | undefined> {
    return readContactCenterUser(this.#as(token), this.#organizationId, ciUserId);
  }

  teams(token: Secret): Promise<{ id: string; name: string }[] | undefined> {
    return this.#listed(token, 'team', { supervisorView: true }, WithName);
  }

  async skillProfileIds(token: Secret): Promise<string[] | undefined> {
    return (await this.#listed(token, 'skill-profile', {}, WithId))?.map(({ id }) => id);
  }

  /** Undefined: his token is good, but his user profile does not let him list them. */
  async #listed<Item extends z.ZodType<{ id: string }>>(
    token: Secret,
    entity: string,
    query: WebexCall['query'],
    item: Item,
  ): Promise<z.output<Item>[] | undefined> {
    try {
      const path = `${this.#root}/v2/${entity}`;
      return await readAllPages(this.#as(token), path, { ...query, attributes: 'id,name' }, item);
    } catch (error) {
      if (failedAs(error, 'refused') && error.status === 403) return undefined;
      throw error;
    }
  }

  readonly #as =
    (token: Secret) =>
    <Schema extends z.ZodType>(call: WebexCall, schema: Schema) =>
      callWebex(this.#contactCenterUrl, { ...call, deadline }, token, schema);
}

/** What a session was granted for, read again without the person's own token. */
export class WebexPeople implements PersonSource {
  readonly #webex: AdminWebex;
  readonly #organizationId: string;

  constructor(webex: AdminWebex, organizationId: string) {
    this.#webex = webex;
    this.#organizationId = organizationId;
  }

  contactCenterUser(ciUserId: string): Promise<ContactCenterUser | undefined> {
    const read: Parameters<typeof readContactCenterUser>[0] = (call, schema) =>
      this.#webex.read(call, schema, 'change');
    return readContactCenterUser(read, this.#organizationId, ciUserId);
  }
}

/** `ciscospark://<cluster>/PEOPLE/<uuid>` in base64, with or without padding; the cluster is not always `us`. */
function lastSegment(id: string, kind: string): string {
  const [, uuid] =
    new RegExp(`^ciscospark://[^/]+/${kind}/([0-9a-fA-F-]{36})$`).exec(Buffer.from(id, 'base64').toString()) ?? [];
  if (uuid === undefined) throw new UpstreamError('invalid', 'GET /v1/people/me');
  return uuid.toLowerCase();
}
