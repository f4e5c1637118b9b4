import { z } from 'zod';
import type { ContactCenterUser, UserProfile } from '../../identity/ports.ts';
import { failedAs, UpstreamError } from '../../upstream-error.ts';
import { flag, list } from './left-out.ts';
import type { WebexAnswer, WebexCall } from './webex-http.ts';

type Call = <Schema extends z.ZodType>(call: WebexCall, schema: Schema) => Promise<WebexAnswer<z.output<Schema>>>;

const optional = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

export const GranularAccess = z.object({
  profileType: z.string(),
  active: flag,
  permissionAccessLevel: optional,
  permissions: list(z.object({ name: z.string(), access: z.string() })),
  resourceAccessLevel: optional,
  resourceCollections: list(
    z.object({ resources: list(z.object({ name: z.string(), accessLevel: optional, ids: list(z.string()) })) }),
  ),
});

const User = z.object({
  ciUserId: z.string(),
  organizationId: optional,
  active: flag,
  contactCenterEnabled: flag,
  userProfileId: optional,
  siteId: optional,
  teamIds: list(z.string()),
  userProfileGranularAccessData: GranularAccess.nullish(),
});

/**
 * The user of this person with his v3 user profile, in one call: the same with whatever token. Undefined: he is none.
 * @throws UpstreamError, `invalid` when the answer is about somebody else
 */
export async function readContactCenterUser(
  call: Call,
  organizationId: string,
  ciUserId: string,
): Promise<ContactCenterUser | undefined> {
  const path = `/organization/${organizationId}/v2/user/by-ci-user-id/${ciUserId}`;
  try {
    const { body } = await call({ method: 'GET', path, query: { includeUserProfile: true }, deadline }, User);
    const { userProfileGranularAccessData: access, ciUserId: whose, organizationId: where, ...user } = body;
    if (!isSameId(whose, ciUserId) || !isSameId(where ?? organizationId, organizationId)) {
      throw new UpstreamError('invalid', `GET ${path}`);
    }
    return { ...user, userProfile: access ? userProfileOf(access) : undefined };
  } catch (error) {
    if (failedAs(error, 'not-found')) return undefined;
    throw error;
  }
}

export const userProfileOf = ({ resourceCollections, ...profile }: z.output<typeof GranularAccess>): UserProfile => ({
  ...profile,
  resources: resourceCollections.flatMap(({ resources }) => resources),
});

/** Somebody waits at his desk for what his identity depends on. */
export const deadline = 5_000;

const isSameId = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
