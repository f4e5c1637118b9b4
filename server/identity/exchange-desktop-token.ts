import { randomUUID } from 'node:crypto';
import { endOfJwt } from '../admin-token/token-life.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Secret } from '../secret.ts';
import { UpstreamError } from '../upstream-error.ts';
import { admit, mayNotSeeTeams } from './admit.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { IdentitySource, PersonReadings, SessionStore, SessionTokens, UserProfile } from './ports.ts';
import { accessTo, rightsOf } from './rights.ts';
import { longestSession, type Scope, type Session } from './session.ts';

export interface ExchangePorts {
  identity: IdentitySource;
  sessions: SessionStore;
  readings: PersonReadings;
  tokens: Pick<SessionTokens, 'isSession'>;
  /** Every profile of the organization: the sight of a person whose access covers all, but who may not list them himself. */
  everySkillProfile: () => Promise<string[]>;
  clock: Clock;
  limits: RateLimits;
  organizationId: string;
}

/**
 * Verifies a desktop token in two steps, both with the caller's own token: Webex says whose it is, and the contact center itself must
 * accept it for our organization. Nothing that the browser claims is believed. `admitted` is asked, once it is known whose token it is, whether
 * more is worth asking.
 */
export async function exchangeDesktopToken(
  ports: ExchangePorts,
  desktopToken: Secret,
  admitted: (personId: string) => Promise<void>,
): Promise<Session> {
  const { identity, sessions, readings, clock, limits, organizationId } = ports;
  const asked = clock.now();
  const end = endOfJwt(desktopToken.reveal()) ?? Infinity;
  // Neither is worth a question to Webex, and a session is none of its business.
  if (end <= asked || ports.tokens.isSession(desktopToken.reveal())) throw tokenRefused();
  try {
    const verified = await identity.person(desktopToken);
    if (!sameId(verified.organizationId, organizationId)) {
      await limits.count('refused-organization', verified.organizationId.toLowerCase());
      throw new AppError(
        'other-organization',
        'This Skilldesk serves another organization than the one you are signed in to.',
      );
    }
    await admitted(verified.ciUserId);
    const readAt = clock.now();
    const { user, role, profile } = admit(await identity.contactCenterUser(desktopToken, verified.ciUserId));
    const session: Session = {
      id: randomUUID(),
      organizationId,
      person: { id: verified.ciUserId, name: verified.name, email: verified.email, role },
      rights: rightsOf(profile),
      scope: await readScope(ports, desktopToken, profile),
      fingerprint: fingerprintOf(user),
      expiresAt: Math.floor(Math.min(asked + longestSession, end)),
    };
    await readings.keep(session.person.id, { user, readAt });
    await sessions.save(session);
    return session;
  } catch (error) {
    throw error instanceof UpstreamError ? refusalOf(error) : error;
  }
}

/** What Webex shows to his own token; his agents follow from the teams and the snapshot, which costs no call. */
async function readScope(
  { identity, everySkillProfile }: ExchangePorts,
  desktopToken: Secret,
  profile: UserProfile,
): Promise<Scope> {
  const [teams, readable] = await Promise.all([identity.teams(desktopToken), identity.skillProfileIds(desktopToken)]);
  if (!teams) throw mayNotSeeTeams();
  const profileAccess = accessTo('skill-profile', profile);
  const named = profileAccess === 'all' ? everySkillProfile : () => Promise.resolve(profileAccess);
  return { teams, teamIds: teams.map(({ id }) => id), profileAccess, skillProfileIds: readable ?? (await named()) };
}

/** A time-out is no refusal: only a token that Webex or the contact center turned down is called refused. */
function refusalOf(error: UpstreamError): AppError {
  if (error.failure === 'invalid') return error.toAppError();
  if (error.failure === 'unauthorized' || error.failure === 'refused') {
    return tokenRefused(error);
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

const tokenRefused = (cause?: UpstreamError) =>
  new AppError(
    'desktop-token-refused',
    'Webex does not accept the sign-in of your desktop any more, or not for this contact center. Sign in to the desktop again.',
    { cause },
  );

const sameId = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
