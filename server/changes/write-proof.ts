import { setTimeout as wait } from 'node:timers/promises';
import { isAssignment, targetOf, type Edit } from '../../shared/edit.ts';
import type { Skill } from '../../shared/skill.ts';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import { UpstreamError } from '../upstream-error.ts';
import type { ItemSteps, Left } from './item-steps.ts';
import { judgeReadBack, type Verdict, type Written } from './judge-read-back.ts';
import type { Pauses } from './pauses.ts';
import type { JournalItem, Progress, Standing, Travelling, WriteAnswer, WriteTargets } from './ports.ts';

interface Ports {
  targets: WriteTargets;
  snapshot: Snapshot;
  clock: Clock;
}

/** The second half of the road: the write, and what is read of it afterwards. `sent` was committed before. */
export class WriteProof {
  readonly #ports: Ports;
  readonly #steps: ItemSteps;
  readonly #pauses: Pauses;

  constructor(ports: Ports, steps: ItemSteps, pauses: Pauses) {
    this.#ports = ports;
    this.#steps = steps;
    this.#pauses = pauses;
  }

  async send(item: Travelling, standing: Standing, skills: ReadonlyMap<string, Skill>): Promise<Left> {
    let answer: WriteAnswer;
    try {
      answer = await this.target(item.edit).write(targetOf(item.edit), standing, item.differences, skills);
    } catch (error) {
      return this.#afterFailedWrite(item, error, skills);
    }
    const { differences } = item;
    const written: Written = {
      differences,
      answered: true,
      writtenVersion:
        judgeReadBack({ differences, answered: true, writtenVersion: undefined }, answer) === 'verified'
          ? answer.version
          : undefined,
    };
    const known: Progress = {
      ...(answer.trackingId !== undefined && { trackingId: answer.trackingId }),
      ...(written.writtenVersion !== undefined && { writtenVersion: written.writtenVersion }),
    };
    return this.#readBack({ ...item, ...known }, written, skills, this.#steps.record(item, known));
  }

  /**
   * Reads until the write is seen, at most at the given times; what the last reading says then stands. What is being `recorded` meanwhile is
   * recorded before anything else is.
   */
  async #readBack(
    item: Travelling,
    written: Written & { cleanly?: boolean },
    skills: ReadonlyMap<string, Skill>,
    recorded?: Promise<unknown>,
  ): Promise<Left> {
    let passed = 0;
    let verdict: Verdict | undefined;
    let seen: Standing | undefined;
    for (const at of this.#pauses.readBack) {
      if (at > passed) await wait(at - passed);
      passed = at;
      [seen] = await Promise.all([this.target(item.edit).read(targetOf(item.edit), skills), recorded]);
      if (!seen) break;
      verdict = judgeReadBack(written, seen);
      if (verdict === 'verified' || verdict === 'superseded') break;
    }
    // A 500 says that nothing was done, and nothing of it is seen.
    if (verdict === 'unseen' && written.cleanly) {
      if (await this.#steps.isPromised(item)) return this.#steps.tryAgain(item, trackingOf(item));
      return this.#steps.record(item, { outcome: 'failed', rule: 'webex-unavailable', ...trackingOf(item) });
    }
    return this.#conclude(item, verdict, seen);
  }

  async #conclude(item: Travelling, verdict: Verdict | undefined, seen: Standing | undefined): Promise<Left> {
    switch (verdict) {
      case 'verified':
      case 'superseded':
      case 'not-effective':
        return this.#steps.record(item, { outcome: verdict }, seen);
      case 'lagging':
      case 'unseen':
        return this.#steps.record(item, { outcome: 'in-doubt', dueAt: this.#steps.settleAt(item) });
      case undefined:
        // Deleted by somebody between our write and our reading.
        return this.#steps.record(item, { outcome: 'superseded', rule: 'not-found' });
    }
  }

  /** An item that was sent, and whose outcome is not known: Webex is read, once no write can be under way any more. */
  async settle(item: Travelling, isUnsure: boolean): Promise<Left> {
    const { clock, snapshot } = this.#ports;
    if (clock.now() < this.#steps.settleAt(item)) {
      return this.#steps.record(item, { outcome: 'in-doubt', dueAt: this.#steps.settleAt(item) });
    }
    const { skills } = await snapshot.atHand();
    const seen = await this.target(item.edit).read(targetOf(item.edit), skills);
    if (!seen) return this.#conclude(item, undefined, undefined);

    const { differences, writtenVersion } = item;
    const verdict = judgeReadBack({ differences, answered: writtenVersion !== undefined, writtenVersion }, seen);
    // Webex said that it had our values, and after all this time still does not show them: it does not have them.
    if (verdict === 'lagging') return this.#conclude(item, 'not-effective', seen);
    if (verdict !== 'unseen') return this.#conclude(item, verdict, seen);
    if (isUnsure) return this.#steps.stopUnsure(item, seen);
    // It never arrived. What was accepted is carried out all the same, by a fresh reading and a new merge.
    if (await this.#steps.mayTryAgain(item)) return this.#steps.tryAgain(item, {}, seen);
    return this.#steps.record(item, { outcome: 'failed', rule: 'webex-unavailable' }, seen);
  }

  async #afterFailedWrite(item: Travelling, error: unknown, skills: ReadonlyMap<string, Skill>): Promise<Left> {
    if (!(error instanceof UpstreamError)) throw error;
    const trackingId = error.trackingId === undefined ? {} : { trackingId: error.trackingId };
    switch (error.failure) {
      case 'not-found':
        return this.#steps.record(item, { outcome: 'refused', rule: 'not-found', ...trackingId });
      case 'unauthorized':
        // Not carried out. The fresh reading of the next try renews the token.
        if (await this.#steps.mayTryAgain(item)) return this.#steps.tryAgain(item, trackingId);
        return this.#steps.record(item, { outcome: 'failed', rule: 'needs-reauthorization', ...trackingId });
      case 'busy':
        return this.#steps.postpone(item, 'webex-busy', error.retryAfterSeconds);
      case 'refused':
        // 409: the entries are no longer those that we read, so somebody was faster; a fresh reading decides.
        if (error.status === 409 && (await this.#steps.mayTryAgain(item)))
          return this.#steps.tryAgain(item, trackingId);
        return this.#steps.record(item, { outcome: 'failed', rule: 'webex-refused', ...trackingId });
      case 'unavailable':
      case 'unanswered':
      case 'invalid':
        return this.#readBack(
          { ...item, ...trackingId },
          { ...unanswered, differences: item.differences, cleanly: error.status === 500 },
          skills,
        );
    }
  }

  target(edit: Edit) {
    return isAssignment(edit) ? this.#ports.targets.user : this.#ports.targets.skillProfile;
  }
}

const trackingOf = ({ trackingId }: JournalItem): Progress => (trackingId === undefined ? {} : { trackingId });

const unanswered = { answered: false, writtenVersion: undefined };
