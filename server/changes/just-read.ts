import type { Policy } from '../../shared/policy.ts';
import type { Session } from '../identity/session.ts';
import type { Organization } from '../skill-profiles/organization.ts';

/** On what it is decided whether a person may write, with his rights confirmed. */
export interface ReadNow {
  organization: Organization;
  inForce: Policy;
}

/** In milliseconds. What stands on the way to Webex takes longer than that. */
const sameMoment = 100;

const taken = new WeakMap<Session, { read: ReadNow; at: number }>();

/** What a Change was taken in by. The road asks everything again, but not within the same moment. */
export function keepForRoad(session: Session, read: ReadNow): void {
  taken.set(session, { read, at: performance.now() });
}

/** Once: what else this person asks for is read again. */
export function justReadFor(session: Session): ReadNow | undefined {
  const kept = taken.get(session);
  taken.delete(session);
  return kept && performance.now() - kept.at < sameMoment ? kept.read : undefined;
}
