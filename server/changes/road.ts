import { randomUUID } from 'node:crypto';
import { isFinal } from '../../shared/change.ts';
import { isAssignment, targetOf, type Edit } from '../../shared/edit.ts';
import { heldBy, type Merge } from '../../shared/merge.ts';
import { skillValues, type SkillValues } from '../../shared/skill-values.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { isLoss, type CurrentRights } from '../identity/current-rights.ts';
import type { Log } from '../log.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import { groundsOf, type Grounds } from '../skill-profiles/editable.ts';
import type { RevisionStore } from '../skill-profiles/ports.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import { lossOf, refusalOfStanding } from './authorize-again.ts';
import { claimTargetOf } from './claim-target.ts';
import { assignmentBase, fieldsOf, mergeEdit, refusalOfResult, withKnownValues } from './edit-fields.ts';
import { endOf, leftOutOf } from './end-unwritten.ts';
import { effectOf } from './effect.ts';
import { ItemSteps, type Left } from './item-steps.ts';
import { justReadFor, type ReadNow } from './just-read.ts';
import type { Pauses } from './pauses.ts';
import type {
  ChangeJournal,
  Claim,
  JournalChange,
  JournalItem,
  Progress,
  Standing,
  TakenUp,
  Travelling,
  WriteTargets,
  Writing,
  WritingNow,
} from './ports.ts';
import { reversalNow, type ReversalNow } from './reversal-edit.ts';
import { WriteProof } from './write-proof.ts';

/** It is read every minute while somebody is signed in. */
const oldestSnapshot = 3 * 60_000;
/** How often an item looks whether another's write to the same target has been settled. */
const lookAgain = 1_000;

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

/** On what it is decided whether an item may be written. */
interface AuthorityNow extends ReadNow {
  /** Why his rights could not be confirmed. */
  notConfirmed: { error: unknown } | undefined;
}

interface Early {
  writing?: Promise<WritingNow>;
  authority?: Promise<AuthorityNow | undefined>;
}

interface Taken extends TakenUp, Early {
  claim: Claim;
}

/**
 * The one way of an edit to Webex: claim, authorize, fresh reading, merge, `sent` committed, complete write, read-back, outcome. It may be
 * entered again at any point after a crash: whatever was sent is looked for at Webex before anything else is done.
 */
export class Road {
  readonly #ports: Ports;
  readonly #pauses: Pauses;
  readonly #steps: ItemSteps;
  readonly #proof: WriteProof;
  readonly #owner = randomUUID();

  constructor(ports: Ports, pauses: Pauses) {
    this.#ports = ports;
    this.#pauses = pauses;
    this.#steps = new ItemSteps(ports, pauses);
    this.#proof = new WriteProof(ports, this.#steps, pauses);
  }

  /**
   * Takes one open item as far as it gets now. Returns when it is final, or has to wait for its `dueAt`, with the Change as it is then; undefined
   * where that has not been read.
   */
  async travel(change: JournalChange, item: JournalItem): Promise<JournalChange | undefined> {
    const claim: Claim = {
      target: claimTargetOf(change.authority.organizationId, targetOf(item.edit)),
      owner: `${this.#owner}/${change.id}`,
    };
    const early = this.#askedEarly(change, item);
    const taken = await this.#ports.journal.takeUp(claim, this.#pauses.claim, item);
    if (!taken) {
      // Somebody else writes to the same target; his write ends within the claim's time.
      await this.#steps.record(item, { dueAt: this.#ports.clock.now() + 200 });
      return undefined;
    }
    let left: Left;
    try {
      left = await this.#goOn(change, item, { claim, ...taken, ...early });
    } catch (error) {
      await this.#steps.stumble(change, item, error);
    } finally {
      left ??= await this.#ports.journal.leave(claim, change.id);
    }
    return left;
  }

  /** Neither depends on the claim, and both are needed as soon as it is ours. Of what waits already the second is asked when the first allows it. */
  #askedEarly(change: JournalChange, { outcome, rule }: JournalItem): Early {
    if (outcome !== 'pending' || rule !== undefined) return {};
    const writing = this.#ports.writing.now();
    const authority = this.#authorityNow(change);
    // Whoever waits for them is told; perhaps nobody does.
    for (const asked of [writing, authority]) asked.catch(() => undefined);
    return { writing, authority };
  }

  async #goOn(change: JournalChange, item: JournalItem, taken: Taken): Promise<Left> {
    if (await this.#steps.waitsForAdministrator(item, taken.writing)) return undefined;
    // What was read before the claim may be old: another process may have ended the item meanwhile.
    if (!taken.item || isFinal(taken.item.outcome) || taken.item.dueAt > this.#ports.clock.now()) return undefined;
    const now = { ...taken.item, claim: taken.claim };
    if (now.outcome === 'scheduled') return this.#steps.tryAgain(now);
    const isUnsure = this.#steps.isUnsure(change, now, await (taken.writing ?? this.#ports.writing.now()));
    if (now.outcome !== 'pending') return this.#proof.settle(now, isUnsure);
    return isUnsure ? this.#steps.stopUnsure(now) : this.#write(change, now, taken);
  }

  async #write(change: JournalChange, item: Travelling, taken: Taken): Promise<Left> {
    const { journal, snapshot, clock, writing } = this.#ports;
    if (await this.#isOver(change, item)) return undefined;
    if (await this.#waitsForAnother(change, item, taken.isBehindUnsettled)) return undefined;
    const authority = await (taken.authority ?? this.#authorityNow(change));
    const grounds = authority && (await this.#authorize(change, item, authority));
    if (grounds === 'not-now') return undefined;
    const organization = grounds?.organization ?? (await snapshot.atHand());
    const { skills } = organization;
    const readAt = clock.now();
    const [standing, handedOut] = await Promise.all([
      this.#proof.target(item.edit).read(targetOf(item.edit), skills),
      this.#handedOut(item),
    ]);
    if (!standing)
      return this.#steps.record(item, { outcome: isReversal(change) ? 'superseded' : 'refused', rule: 'not-found' });
    const now = await this.#editNow(change, item);
    const edit = now.edit ?? item.edit;
    const base = await this.#base(change, item, edit, { now: standing.values, handedOut });
    const merged: Merge = now.edit ? mergeEdit(edit, base, standing) : { result: 'unchanged' };
    const theirs = (skillId: string) => standing.values.get(skillId) ?? null;
    const leftOut = [...leftOutOf(merged), ...now.gone.map((skillId) => ({ skillId, theirs: theirs(skillId) }))];
    const held = isReversal(change) ? [] : heldBy(base, standing.values, fieldsOf(edit));
    const others = { ...(leftOut.length > 0 && { leftOut }), ...(held.length > 0 && { held }) };
    if (merged.result !== 'write')
      return this.#endUnwritten(item, { ...endOf(merged, change, item, standing, leftOut), ...others }, standing);
    const rule =
      refusalOfResult(edit, standing, merged.diff, skills) ??
      (grounds && refusalOfStanding(change.authority, grounds, edit, standing));
    if (rule) return this.#endUnwritten(item, { outcome: 'refused', rule }, standing);
    // A reading that has grown old while it was merged is no ground for a complete write.
    if (clock.now() - readAt > this.#pauses.freshness) return this.#steps.postpone(item, 'webex-unavailable');
    const sent: Progress = {
      outcome: 'sent',
      differences: merged.diff,
      ...(edit !== item.edit && { effect: effectOf(edit, organization, change.authority.scope) }),
      ...others,
      sentAt: clock.now(),
      attempts: item.attempts + 1,
    };
    // Asked for the last time, beside the commit: the write waits for both, and whatever becomes of the item waits for the commit.
    const asked = writing.now();
    asked.catch(() => undefined);
    if (!(await journal.markSent(item, taken.claim, this.#pauses.claim, sent))) return undefined;
    const { closedBy } = await asked;
    if (!closedBy) return this.#proof.send({ ...item, ...sent }, standing, skills);
    await this.#steps.takeBack({ ...item, ...sent }, closedBy);
    return undefined;
  }

  /** Unless an administrator was faster: then it waits, as what is to be written does. */
  async #endUnwritten(item: Travelling, end: Progress, standing: Standing): Promise<Left> {
    if (await this.#steps.waitsForAdministrator(item)) return undefined;
    return this.#steps.record(item, end, standing);
  }

  /** What has not been written when its end comes is not written any more. */
  async #isOver(change: JournalChange, item: JournalItem): Promise<boolean> {
    const { until, endedAt } = change;
    if (endedAt === undefined && (until === undefined || until > this.#ports.clock.now())) return false;
    await this.#steps.record(item, { outcome: 'stopped', rule: 'lease-ended' });
    return true;
  }

  /** While nobody knows what another write to the same target did, nothing is built upon it; and what begins a lease ends before its end. */
  async #waitsForAnother(
    { via, reverts }: JournalChange,
    item: JournalItem,
    isBehindUnsettled: boolean,
  ): Promise<boolean> {
    const { journal, clock } = this.#ports;
    const begun = via === 'lease-end' && reverts !== undefined ? await journal.read(reverts) : undefined;
    const isBeginning = begun?.items.some(
      ({ edit, outcome }) => targetOf(edit) === targetOf(item.edit) && !isFinal(outcome),
    );
    if (!isBeginning && !isBehindUnsettled) return false;
    await this.#steps.record(item, { dueAt: clock.now() + lookAgain });
    return true;
  }

  /** Undefined for the end of a lease, which only restores: there is nobody to be asked for. */
  async #authorityNow({ via, authority }: JournalChange): Promise<AuthorityNow | undefined> {
    if (via === 'lease-end') return undefined;
    const just = justReadFor(authority);
    if (just) return { ...just, notConfirmed: undefined };
    const { rights, snapshot, policy } = this.#ports;
    const [notConfirmed, organization, inForce] = await Promise.all([
      rights.confirm(authority).then(
        () => undefined,
        (error: unknown) => ({ error }),
      ),
      snapshot.atHand(),
      policy.inForce(),
    ]);
    return { notConfirmed, organization, inForce };
  }

  /** The grounds on which the item may go on; else it was refused, or waits. */
  async #authorize(
    change: JournalChange,
    item: JournalItem,
    { notConfirmed, organization, inForce }: AuthorityNow,
  ): Promise<Grounds | 'not-now'> {
    const { snapshot, clock } = this.#ports;
    if (notConfirmed) {
      await this.#withoutRights(item, notConfirmed.error);
      return 'not-now';
    }
    // Who uses a profile may have changed in the meantime: on old lists nobody's rights are decided.
    if (clock.now() - organization.asOf > oldestSnapshot) {
      void snapshot.refreshIfOld();
      await this.#steps.postpone(item, 'webex-unavailable');
      return 'not-now';
    }
    const grounds = groundsOf(inForce, organization);
    const lost = lossOf(change.authority, grounds, item);
    if (!lost) return grounds;
    await this.#steps.record(item, { outcome: 'refused', rule: lost });
    return 'not-now';
  }

  /** Refuses the item when its actor's rights have been lost, and lets it wait while Webex does not say. */
  async #withoutRights(item: JournalItem, error: unknown): Promise<void> {
    if (isLoss(error)) await this.#steps.record(item, { outcome: 'refused', rule: 'rights-lost' });
    else if (error instanceof AppError && error.code === 'identity-unavailable')
      await this.#steps.postpone(item, 'webex-unavailable', error.retryAfterSeconds);
    else throw error;
  }

  async #editNow({ reverts, via }: JournalChange, { edit }: JournalItem): Promise<ReversalNow> {
    if (reverts === undefined) return { edit, gone: [] };
    return reversalNow(edit, await this.#ports.journal.endings(reverts, targetOf(edit)), via === 'lease-end');
  }

  /** What the edit was made upon, where the item does not say that itself. */
  async #handedOut({ edit, base }: JournalItem): Promise<SkillValues | undefined> {
    return isAssignment(edit) || base ? undefined : this.#ports.revisions.content(edit.skillProfileId, edit.revision);
  }

  async #base(
    change: JournalChange,
    item: JournalItem,
    edit: Edit,
    { now, handedOut }: { now: SkillValues; handedOut: SkillValues | undefined },
  ): Promise<SkillValues | undefined> {
    if (isAssignment(edit)) {
      const base = assignmentBase(edit.fromSkillProfileId);
      return change.startsAt === undefined ? base : this.#withLeases(base, change, item, now);
    }
    return item.base ? this.#withLeases(skillValues(item.base), change, item, now) : handedOut;
  }

  /** Since a Change was asked for that begins later, leases may have come and gone: what they left is nobody's change of a field. */
  async #withLeases(
    base: SkillValues,
    { createdAt }: JournalChange,
    { edit }: JournalItem,
    standing: SkillValues,
  ): Promise<SkillValues> {
    const byLeases = await this.#ports.journal.valuesByLeases(targetOf(edit), createdAt);
    return withKnownValues(base, byLeases, standing);
  }
}

const isReversal = ({ reverts }: JournalChange) => reverts !== undefined;
