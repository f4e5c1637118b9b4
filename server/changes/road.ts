import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isFinal } from '../../shared/change.ts';
import { isAssignment, targetOf, type Edit } from '../../shared/edit.ts';
import type { Skill } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { isLoss, type CurrentRights } from '../identity/current-rights.ts';
import type { Log } from '../log.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import { groundsOf } from '../skill-profiles/editable.ts';
import type { RevisionStore } from '../skill-profiles/ports.ts';
import { revisionOf } from '../skill-profiles/revision.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import { UpstreamError } from '../upstream-error.ts';
import { assignmentBase, mergeEdit, refusalOfResult } from './edit-fields.ts';
import { endOf, leftOutOf } from './end-unwritten.ts';
import { lossOf, refusalOfStanding } from './authorize-again.ts';
import { judgeReadBack, type Verdict, type Written } from './judge-read-back.ts';
import type {
  ChangeJournal,
  Claim,
  JournalChange,
  JournalItem,
  Progress,
  Standing,
  WriteAnswer,
  WriteTargets,
  Writing,
} from './ports.ts';

/** All in milliseconds. */
export interface Pauses {
  /** When the written target is read back, counted from Webex's answer. */
  readBack: readonly number[];
  /** How long after `sent` an unknown outcome is settled by reading: later than any write can still be on its way. */
  settle: number;
  /** How long a claim holds: the write's deadline of 15 s and 5 s more. */
  claim: number;
  /** The oldest reading that a write may be built on. */
  freshness: number;
  /** The oldest reading of a person's rights that a write may be built on. */
  rights: number;
}

export const usualPauses: Pauses = {
  readBack: [0, 1_000, 3_000],
  settle: 20_000,
  claim: 20_000,
  freshness: 5_000,
  rights: 60_000,
};

const mostAttempts = 3;
/** How often what waits for an administrator looks whether it may go on. */
const stopPause = 5_000;
/** It is read every minute while somebody is signed in. */
const oldestSnapshot = 3 * 60_000;
/** How long an item waits for a Webex that asks for patience, before it fails. */
const longestPatience = 10 * 60_000;

interface Ports {
  journal: ChangeJournal;
  rights: CurrentRights;
  targets: WriteTargets;
  revisions: RevisionStore;
  snapshot: Snapshot;
  writing: Writing;
  clock: Clock;
  log: Log;
  policy: CurrentPolicy;
}

/**
 * The one way of an edit to Webex: claim, authorize, fresh reading, merge, `sent` committed, complete write, read-back, outcome. It may be
 * entered again at any point after a crash: whatever was sent is looked for at Webex before anything else is done.
 */
export class Road {
  readonly #ports: Ports;
  readonly #pauses: Pauses;
  readonly #owner = randomUUID();

  constructor(ports: Ports, pauses: Pauses) {
    this.#ports = ports;
    this.#pauses = pauses;
  }

  /** Takes one open item as far as it gets now. Returns when it is final, or has to wait for its `dueAt`. */
  async travel(change: JournalChange, item: JournalItem): Promise<void> {
    if (await this.#waitsForAdministrator(item)) return;
    const claim: Claim = {
      target: `${change.authority.organizationId}/${targetOf(item.edit)}`,
      owner: `${this.#owner}/${change.id}`,
    };
    if (!(await this.#ports.journal.claim(claim, this.#pauses.claim))) {
      // Somebody else writes to the same target; his write ends within the claim's time.
      await this.#record(item, { dueAt: this.#ports.clock.now() + 200 });
      return;
    }
    // What was read before the claim may be old: another process may have ended the item meanwhile.
    const now = await this.#now(item);
    try {
      if (!now || isFinal(now.outcome) || now.dueAt > this.#ports.clock.now()) return;
      if (now.outcome === 'pending') await this.#write(change, now, claim);
      else await this.#settle(now);
    } catch (error) {
      await this.#stumble(item, error);
    } finally {
      await this.#release(claim, now);
    }
  }

  /** What was sent and not seen may still be on its way, and a complete write takes back what others write meanwhile: they wait until it is settled. */
  async #release(claim: Claim, before: JournalItem | undefined): Promise<void> {
    const { clock, journal } = this.#ports;
    const after = before?.outcome === 'pending' ? await this.#now(before) : undefined;
    const isUnderWay = after?.outcome === 'sent' || after?.outcome === 'in-doubt';
    await journal.release(claim, isUnderWay ? this.#settleAt(after) - clock.now() : 0);
  }

  async #write(change: JournalChange, item: JournalItem, claim: Claim): Promise<void> {
    const { journal, snapshot, clock, policy } = this.#ports;
    const { edit } = item;
    if (!(await this.#hasRights(change, item))) return;
    const organization = await snapshot.atHand();
    // Who uses a profile may have changed in the meantime: on old lists nobody's rights are decided.
    if (clock.now() - organization.asOf > oldestSnapshot) {
      void snapshot.refreshIfOld();
      await this.#postpone(item, 'webex-unavailable');
      return;
    }
    const grounds = groundsOf(await policy.inForce(), organization);
    const lost = lossOf(change.authority, grounds, item);
    if (lost) {
      await this.#record(item, { outcome: 'refused', rule: lost });
      return;
    }
    const readAt = clock.now();
    const standing = await this.#target(edit).read(targetOf(edit), organization.skills);
    if (!standing) {
      await this.#record(item, { outcome: 'refused', rule: 'not-found' });
      return;
    }
    await this.#keepRevision(edit, standing.values);
    const merged = mergeEdit(edit, await this.#base(edit), standing);
    if (merged.result !== 'write') {
      await this.#record(item, endOf(merged, change, item, standing), standing);
      return;
    }
    const rule =
      refusalOfResult(edit, standing, merged.diff, organization.skills) ??
      refusalOfStanding(change.authority, grounds, edit, standing);
    if (rule) {
      await this.#record(item, { outcome: 'refused', rule }, standing);
      return;
    }
    // A reading that has grown old while it was merged is no ground for a complete write.
    if (clock.now() - readAt > this.#pauses.freshness) {
      await this.#postpone(item, 'webex-unavailable');
      return;
    }
    if (await this.#waitsForAdministrator(item)) return;
    const sent: Progress = {
      outcome: 'sent',
      differences: merged.diff,
      ...leftOutOf(merged),
      sentAt: clock.now(),
      attempts: item.attempts + 1,
    };
    if (!(await journal.markSent(item, claim, this.#pauses.claim, sent))) return;
    await this.#send({ ...item, ...sent }, standing, organization.skills);
  }

  /** Nothing was sent of it yet, and nothing may be now: it stays as it is until writing goes on. */
  async #waitsForAdministrator(item: JournalItem): Promise<boolean> {
    if (item.outcome !== 'pending') return false;
    const rule = await this.#ports.writing.closedBy();
    if (!rule) return false;
    await this.#record(item, { outcome: 'pending', rule, dueAt: this.#ports.clock.now() + stopPause });
    return true;
  }

  /** Refuses the item when its actor's rights have been lost, and lets it wait while Webex does not say. */
  async #hasRights({ authority }: JournalChange, item: JournalItem): Promise<boolean> {
    try {
      await this.#ports.rights.confirm(authority);
      return true;
    } catch (error) {
      if (isLoss(error)) await this.#record(item, { outcome: 'refused', rule: 'rights-lost' });
      else if (error instanceof AppError && error.code === 'identity-unavailable')
        await this.#postpone(item, 'webex-unavailable', error.retryAfterSeconds);
      else throw error;
      return false;
    }
  }

  async #send(item: JournalItem, standing: Standing, skills: ReadonlyMap<string, Skill>): Promise<void> {
    let answer: WriteAnswer;
    try {
      answer = await this.#target(item.edit).write(targetOf(item.edit), standing, item.differences, skills);
    } catch (error) {
      await this.#afterFailedWrite(item, error, skills);
      return;
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
    await this.#record(item, known);
    await this.#readBack({ ...item, ...known }, written, skills);
  }

  /** Reads until the write is seen, at most at the given times; what the last reading says then stands. */
  async #readBack(
    item: JournalItem,
    written: Written & { cleanly?: boolean },
    skills: ReadonlyMap<string, Skill>,
  ): Promise<void> {
    let passed = 0;
    let verdict: Verdict | undefined;
    let seen: Standing | undefined;
    for (const at of this.#pauses.readBack) {
      await wait(at - passed);
      passed = at;
      seen = await this.#target(item.edit).read(targetOf(item.edit), skills);
      if (!seen) break;
      verdict = judgeReadBack(written, seen);
      if (verdict === 'verified' || verdict === 'superseded') break;
    }
    // A 500 says that nothing was done, and nothing of it is seen.
    if (verdict === 'unseen' && written.cleanly) {
      await this.#record(item, { outcome: 'failed', rule: 'webex-unavailable', ...trackingOf(item) });
      return;
    }
    await this.#conclude(item, verdict, seen);
  }

  async #conclude(item: JournalItem, verdict: Verdict | undefined, seen: Standing | undefined): Promise<void> {
    if (seen) await this.#keepRevision(item.edit, seen.values);
    switch (verdict) {
      case 'verified':
      case 'superseded':
      case 'not-effective':
        return this.#record(item, { outcome: verdict }, seen);
      case 'lagging':
      case 'unseen':
        return this.#record(item, { outcome: 'in-doubt', dueAt: this.#settleAt(item) });
      case undefined:
        // Deleted by somebody between our write and our reading.
        return this.#record(item, { outcome: 'superseded', rule: 'not-found' });
    }
  }

  /** An item that was sent, and whose outcome is not known: Webex is read, once no write can be under way any more. */
  async #settle(item: JournalItem): Promise<void> {
    const { clock, snapshot } = this.#ports;
    if (clock.now() < this.#settleAt(item)) {
      await this.#record(item, { outcome: 'in-doubt', dueAt: this.#settleAt(item) });
      return;
    }
    const { skills } = await snapshot.atHand();
    const seen = await this.#target(item.edit).read(targetOf(item.edit), skills);
    if (!seen) return this.#conclude(item, undefined, undefined);

    const { differences, writtenVersion } = item;
    const verdict = judgeReadBack({ differences, answered: writtenVersion !== undefined, writtenVersion }, seen);
    // Webex said that it had our values, and after all this time still does not show them: it does not have them.
    if (verdict === 'lagging') return this.#conclude(item, 'not-effective', seen);
    if (verdict !== 'unseen') return this.#conclude(item, verdict, seen);
    // It never arrived. What was accepted is carried out all the same, by a fresh reading and a new merge.
    if (item.attempts < mostAttempts) return this.#record(item, { outcome: 'pending', dueAt: clock.now() }, seen);
    return this.#record(item, { outcome: 'failed', rule: 'webex-unavailable' }, seen);
  }

  async #afterFailedWrite(item: JournalItem, error: unknown, skills: ReadonlyMap<string, Skill>): Promise<void> {
    if (!(error instanceof UpstreamError)) throw error;
    const trackingId = error.trackingId === undefined ? {} : { trackingId: error.trackingId };
    switch (error.failure) {
      case 'not-found':
        return this.#record(item, { outcome: 'refused', rule: 'not-found', ...trackingId });
      case 'unauthorized':
        // Not carried out. The fresh reading of the next try renews the token.
        if (item.attempts < mostAttempts) return this.#tryAgain(item, trackingId);
        return this.#record(item, { outcome: 'failed', rule: 'needs-reauthorization', ...trackingId });
      case 'busy':
        return this.#postpone(item, 'webex-busy', error.retryAfterSeconds);
      case 'refused':
        // 409: the entries are no longer those that we read, so somebody was faster; a fresh reading decides.
        if (error.status === 409 && item.attempts < mostAttempts) return this.#tryAgain(item, trackingId);
        return this.#record(item, { outcome: 'failed', rule: 'webex-refused', ...trackingId });
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

  async #tryAgain(item: JournalItem, progress: Progress): Promise<void> {
    await this.#record(item, { outcome: 'pending', dueAt: this.#ports.clock.now(), ...progress });
  }

  /** Something failed before the write, or while reading back after it. Nothing is lost: the item says what it waits for. */
  async #stumble(item: JournalItem, error: unknown): Promise<void> {
    const { clock, log } = this.#ports;
    const now = await this.#now(item);
    if (!now || isFinal(now.outcome)) return;
    // The token may have been taken away between the question and its use.
    if (await this.#waitsForAdministrator(now)) return;
    if (now.outcome === 'sent' || now.outcome === 'in-doubt') {
      await this.#record(now, { outcome: 'in-doubt', dueAt: Math.max(this.#settleAt(now), clock.now() + 5_000) });
      if (!(error instanceof UpstreamError || error instanceof AppError))
        log.error({ error }, 'an item stopped on its road');
      return;
    }
    if (error instanceof UpstreamError && error.failure === 'busy')
      return this.#postpone(now, 'webex-busy', error.retryAfterSeconds);
    if (error instanceof UpstreamError || error instanceof AppError) {
      return this.#record(now, { outcome: 'failed', rule: ruleOf(error) });
    }
    log.error({ error }, 'an item stopped on its road');
    return this.#record(now, { outcome: 'failed', rule: 'webex-answer-invalid' });
  }

  /** Back in line: as long as Webex asks, and at least a tenth of the time that was waited already, so that asking grows rarer. */
  async #postpone(item: JournalItem, rule: 'webex-busy' | 'webex-unavailable', seconds = 5): Promise<void> {
    const { clock, journal } = this.#ports;
    const waited = clock.now() - lastStep(await journal.read(item.changeId), item);
    if (waited > longestPatience) {
      await this.#record(item, { outcome: 'failed', rule });
      return;
    }
    const pause = Math.max(seconds * 1000, 1_000, waited / 10);
    // What was turned away was no attempt.
    const attempts = item.outcome === 'sent' ? item.attempts - 1 : item.attempts;
    await this.#record(item, { outcome: 'pending', rule, attempts, dueAt: clock.now() + pause });
  }

  async #now({ changeId, position }: JournalItem): Promise<JournalItem | undefined> {
    return (await this.#ports.journal.read(changeId))?.items[position];
  }

  #base(edit: Edit): Promise<SkillValues | undefined> {
    if (isAssignment(edit)) return Promise.resolve(assignmentBase(edit.fromSkillProfileId));
    return this.#ports.revisions.content(edit.skillProfileId, edit.revision);
  }

  /** Whatever was read may be the base of the next edit: a conflict hands its revision out. */
  async #keepRevision(edit: Edit, values: SkillValues): Promise<void> {
    if (!isAssignment(edit))
      await this.#ports.revisions.keep(edit.skillProfileId, { values, revision: revisionOf(values) });
  }

  #target(edit: Edit) {
    return isAssignment(edit) ? this.#ports.targets.user : this.#ports.targets.skillProfile;
  }

  #settleAt = ({ sentAt }: JournalItem) => (sentAt ?? 0) + this.#pauses.settle;

  async #record(item: JournalItem, progress: Progress, seen?: Standing): Promise<void> {
    // A rule says why an outcome came about, so it goes with the outcome that it explained.
    const told = progress.outcome && !progress.rule ? { ...progress, rule: undefined } : progress;
    const recorded = await this.#ports.journal.record(item, told, seen);
    if (!recorded)
      this.#ports.log.warn({ changeId: item.changeId, position: item.position }, 'another process has the item');
  }
}

/** Since when nothing of a Change has got on: one of many items has not waited while its turn had not come. */
function lastStep(change: JournalChange | undefined, { takenUpAt = 0 }: JournalItem): number {
  const ended = (change?.items ?? []).filter(({ outcome }) => isFinal(outcome));
  return Math.max(change?.createdAt ?? 0, takenUpAt, ...ended.map(({ sentAt = 0 }) => sentAt));
}

const trackingOf = ({ trackingId }: JournalItem): Progress => (trackingId === undefined ? {} : { trackingId });

const unanswered = { answered: false, writtenVersion: undefined };

function ruleOf(error: UpstreamError | AppError) {
  if (error instanceof AppError) {
    if (error.code === 'organization-not-connected' || error.code === 'needs-reauthorization') return error.code;
    return 'webex-unavailable';
  }
  switch (error.failure) {
    case 'refused':
      return 'webex-refused';
    case 'unauthorized':
      return 'needs-reauthorization';
    case 'invalid':
      return 'webex-answer-invalid';
    default:
      return 'webex-unavailable';
  }
}
