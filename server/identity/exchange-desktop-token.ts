import { randomUUID } from 'node:crypto';
import { endOfJwt } from '../admin-token/token-life.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Secret } from '../secret.ts';
import { UpstreamError } from '../upstream-error.ts';
import type { ContactCenterUser, IdentitySource, SessionStore } from './ports.ts';
import { profileAccessOf, rightsOf, roleOf } from './rights.ts';
import type { Session } from './session.ts';

const longestSession = 10 * 60_000;

/**
 * Verifies a desktop token in two steps, both with the caller's own token: Webex says whose it is, and the contact center itself must
 * accept it for our organization. Nothing that the browser claims is believed.
 */
export async function exchangeDesktopToken(
  {
    identity,
    sessions,
    clock,
    limits,
    organizationId,
  }: {
    identity: IdentitySource;
    sessions: SessionStore;
    clock: Clock;
    limits: RateLimits;
    organizationId: string;
  },
  desktopToken: Secret,
): Promise<Session> {
  const asked = clock.now();
  try {
    const verified = await identity.person(desktopToken);
    if (!sameId(verified.organizationId, organizationId)) {
      await limits.count('refused-organization', verified.organizationId.toLowerCase());
      throw new AppError(
        'other-organization',
        'This Skilldesk serves another organization than the one you are signed in to.',
      );
    }
    const user = await identity.contactCenterUser(desktopToken, verified.ciUserId);
    const { role, profile } = supervising(user, verified.ciUserId, organizationId);
    const [teams, readable] = await Promise.all([identity.teams(desktopToken), identity.skillProfileIds(desktopToken)]);
    const profileAccess = profileAccessOf(profile);
    const session: Session = {
      id: randomUUID(),
      organizationId,
      person: { id: verified.ciUserId, name: verified.name, email: verified.email, role },
      rights: rightsOf(profile),
      scope: {
        teams,
        teamIds: teams.map(({ id }) => id),
        profileAccess,
        skillProfileIds: readable ?? (profileAccess === 'all' ? [] : profileAccess),
      },
      expiresAt: Math.min(asked + longestSession, endOfJwt(desktopToken.reveal()) ?? Infinity),
    };
    await sessions.save(session);
    return session;
  } catch (error) {
    throw error instanceof UpstreamError ? refusalOf(error) : error;
  }
}

function supervising(user: ContactCenterUser | undefined, ciUserId: string, organizationId: string) {
  if (!user || !user.contactCenterEnabled)
    throw notASupervisor('You are not set up as a user of Webex Contact Center.');
  if (!sameId(user.ciUserId, ciUserId) || !sameId(user.organizationId ?? organizationId, organizationId)) {
    throw new AppError('webex-answer-invalid', 'Webex answered with another person than the one who asked. Try again.');
  }
  if (!user.active) throw notASupervisor('Your contact-center user is not active.');
  const role = user.userProfile && roleOf(user.userProfile);
  if (!user.userProfile || !role) {
    throw notASupervisor(
      'Skilldesk is for supervisors and administrators: your user profile in Control Hub is of another type.',
    );
  }
  return { role, profile: user.userProfile };
}

const notASupervisor = (why: string) =>
  new AppError(
    'not-a-supervisor',
    `${why} If that is wrong, ask your administrator to check your user and user profile in Control Hub.`,
  );

/** A time-out is no refusal: only a token that Webex or the contact center turned down is called refused. */
function refusalOf(error: UpstreamError): AppError {
  if (error.failure === 'invalid') return error.toAppError();
  if (error.failure === 'unauthorized' || error.failure === 'refused') {
    return new AppError(
      'desktop-token-refused',
      'Webex does not accept the sign-in of your desktop any more, or not for this contact center.',
      {
        cause: error,
      },
    );
  }
  return new AppError(
    'identity-unavailable',
    'Webex cannot say at the moment who you are. Nothing is lost; try again.',
    {
      cause: error,
      retryAfterSeconds: error.retryAfterSeconds ?? 5,
    },
  );
}

const sameId = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
