import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { InFlight } from '../in-flight.ts';
import { UpstreamError } from '../upstream-error.ts';
import { admit, demandEditing } from './admit.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { PersonReading, PersonReadings, PersonSource } from './ports.ts';
import { rightsOf } from './rights.ts';
import type { Session } from './session.ts';

interface Ports {
  source: PersonSource;
  readings: PersonReadings;
  clock: Clock;
}

/**
 * Whether what a session was granted for still holds at Webex, by a reading that is at most `mostAge` milliseconds old. All requests and
 * replicas share the readings; an exchange counts as one.
 */
export class CurrentRights {
  readonly #ports: Ports;
  readonly #mostAge: number;
  readonly #underWay = new InFlight<PersonReading>();

  constructor(ports: Ports, mostAge: number) {
    this.#ports = ports;
    this.#mostAge = mostAge;
  }

  /**
   * @throws AppError `not-a-supervisor` or `not-allowed` when he may write nothing any more, `session-outdated` when anything else is not as
   * it was, and `identity-unavailable` or why Webex cannot be asked when nobody knows
   */
  async confirm({ person, fingerprint }: Session): Promise<void> {
    const { user, profile } = admit((await this.#recent(person.id)).user);
    demandEditing(rightsOf(profile));
    if (fingerprintOf(user) === fingerprint) return;
    throw new AppError(
      'session-outdated',
      'Your rights or teams at Webex have changed since you signed in. Sign in again; nothing was changed.',
    );
  }

  /** Whether a person, known by his id in Common Identity alone, could edit anything. @throws AppError `identity-unavailable` */
  async mayEdit(personId: string): Promise<boolean> {
    const { user } = await this.#recent(personId);
    try {
      demandEditing(rightsOf(admit(user).profile));
      return true;
    } catch (error) {
      if (isLoss(error)) return false;
      throw error;
    }
  }

  #recent(personId: string): Promise<PersonReading> {
    return this.#underWay.join(personId, () => this.#read(personId));
  }

  async #read(personId: string): Promise<PersonReading> {
    const { source, readings, clock } = this.#ports;
    const known = await readings.newest(personId);
    const readAt = clock.now();
    if (known && readAt - known.readAt < this.#mostAge) return known;
    try {
      const reading = { user: await source.contactCenterUser(personId), readAt };
      await readings.keep(personId, reading);
      return reading;
    } catch (error) {
      throw error instanceof UpstreamError ? notKnown(error) : error;
    }
  }
}

/** The rights are gone or others; anything else that `confirm` throws says that they are not known. */
export const isLoss = (error: unknown): boolean =>
  error instanceof AppError && ['not-a-supervisor', 'not-allowed', 'session-outdated'].includes(error.code);

const notKnown = (error: UpstreamError) =>
  new AppError(
    'identity-unavailable',
    'Webex cannot confirm at the moment what you may do, so nothing was changed. Try again.',
    { cause: error, retryAfterSeconds: error.retryAfterSeconds ?? 5 },
  );
