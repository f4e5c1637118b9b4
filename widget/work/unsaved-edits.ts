import type { AgentView, SkillProfileView } from '../../shared/api.ts';
import type { ChangeItem, Conflict } from '../../shared/change.ts';
import { isAssignment, targetOf, type Edit, type ValuesEdit } from '../../shared/edit.ts';
import { sameValue, type SkillValue } from '../../shared/skill.ts';
import { skillValues } from '../../shared/skill-values.ts';
import { Observable } from '../observable.ts';
import { UnsavedAssignments, type UnsavedAssignment } from './unsaved-assignments.ts';

/** One skill that this person wants otherwise; null stands for "not in the profile". */
export interface UnsavedValue {
  skillId: string;
  base: SkillValue | null;
  mine: SkillValue | null;
  /** What somebody else made of it meanwhile; the person must choose. */
  conflict?: { theirs: SkillValue | null };
}

export interface UnsavedProfile {
  skillProfileId: string;
  revision: string;
  values: ReadonlyMap<string, UnsavedValue>;
}

interface ProfileEdits {
  revision: string;
  /** Where the revision goes when each conflict has its choice. */
  next?: string;
  /** A conflict's revision that no list has shown yet: a skill begun from the older list may be based on another value. */
  unseen?: string | undefined;
  /** Revisions left behind: a list that still shows one of them is older than what is known here. */
  passed: Set<string>;
  values: Map<string, UnsavedValue>;
}

/** What this person has changed on the page and not saved. It outlives lists, sessions and the element; of the page, only its draft at the backend does. */
export class UnsavedEdits extends Observable {
  readonly #profiles = new Map<string, ProfileEdits>();
  readonly #assignments = new UnsavedAssignments();

  get profiles(): UnsavedProfile[] {
    return [...this.#profiles].map(([skillProfileId, { revision, values }]) => ({ skillProfileId, revision, values }));
  }

  get assignments(): UnsavedAssignment[] {
    return this.#assignments.all;
  }

  get counts(): { changes: number; profiles: number; agents: number; conflicts: number } {
    const values = this.profiles.flatMap((profile) => [...profile.values.values()]);
    const conflicts = [...values, ...this.assignments].filter(({ conflict }) => conflict).length;
    return {
      changes: values.length + this.#assignments.size,
      profiles: this.#profiles.size,
      agents: this.#assignments.size,
      conflicts,
    };
  }

  /** How many skills of a profile are unsaved. */
  countIn(skillProfileId: string): number {
    return this.#profiles.get(skillProfileId)?.values.size ?? 0;
  }

  ofSkill(skillProfileId: string, skillId: string): UnsavedValue | undefined {
    return this.#profiles.get(skillProfileId)?.values.get(skillId);
  }

  ofAgent(userId: string): UnsavedAssignment | undefined {
    return this.#assignments.of(userId);
  }

  /** Wants `mine` of a skill; what the profile says already is no edit. */
  setValue(profile: SkillProfileView, skillId: string, mine: SkillValue | null): void {
    if (profile.revision === undefined || !profile.values) return;
    const edits: ProfileEdits = this.#profiles.get(profile.id) ?? {
      revision: profile.revision,
      passed: new Set(),
      values: new Map(),
    };
    const known = edits.values.get(skillId);
    const base = known ? known.base : (skillValues(profile.values).get(skillId) ?? null);
    if (sameValue(base, mine)) edits.values.delete(skillId);
    else edits.values.set(skillId, { ...known, skillId, base, mine });
    this.#profiles.set(profile.id, edits);
    this.#settle(profile.id);
  }

  undoValue(skillProfileId: string, skillId: string): void {
    this.#profiles.get(skillProfileId)?.values.delete(skillId);
    this.#settle(skillProfileId);
  }

  /** Another profile for an agent; null is the one of his team. */
  assign(userId: string, from: string | null, to: string | null): void {
    this.#assignments.want(userId, from, to);
    this.changed();
  }

  undoAssignment(userId: string): void {
    this.#assignments.undo(userId);
    this.changed();
  }

  discard(): void {
    this.#profiles.clear();
    this.#assignments.clear();
    this.changed();
  }

  chooseValue(skillProfileId: string, skillId: string, choice: 'mine' | 'theirs'): void {
    const values = this.#profiles.get(skillProfileId)?.values;
    const value = values?.get(skillId);
    if (!values || !value?.conflict) return;
    const { theirs } = value.conflict;
    if (choice === 'theirs' || sameValue(theirs, value.mine)) values.delete(skillId);
    else values.set(skillId, { skillId, base: theirs, mine: value.mine });
    this.#settle(skillProfileId);
  }

  chooseAssignment(userId: string, choice: 'mine' | 'theirs'): void {
    this.#assignments.choose(userId, choice);
    this.changed();
  }

  /** What to ask of the backend; what is being written or checked already (`busy`) stays behind. */
  toEdits(busy: ReadonlySet<string>): Edit[] {
    const values = this.profiles.map(({ skillProfileId, revision, values: all }): ValuesEdit => {
      const list = [...all.values()];
      return {
        skillProfileId,
        revision,
        set: list.flatMap(({ skillId, mine }) => (mine === null ? [] : [{ skillId, value: copy(mine) }])),
        remove: list.flatMap(({ skillId, mine }) => (mine === null ? [skillId] : [])),
      };
    });
    const assignments = this.assignments.map(({ userId, from, to }) => ({
      userId,
      fromSkillProfileId: from,
      toSkillProfileId: to,
    }));
    return [...values, ...assignments].filter((edit) => !busy.has(targetOf(edit)));
  }

  /** A newer reading of a profile: edits of skills that nobody else touched move on to it, the others become conflicts. */
  follow(profile: SkillProfileView): void {
    const edits = this.#profiles.get(profile.id);
    const { revision, values } = profile;
    if (!edits || !values || revision === undefined || edits.passed.has(revision)) return;
    if (revision === edits.revision && revision !== edits.unseen) return;
    const now = skillValues(values);
    for (const value of [...edits.values.values()]) {
      const theirs = now.get(value.skillId) ?? null;
      if (sameValue(theirs, value.base)) delete value.conflict;
      else meet(edits.values, value, theirs);
    }
    edits.next = revision;
    this.#settle(profile.id);
  }

  /** A newer reading of the agents, as with profiles. */
  followAgents(agents: readonly AgentView[]): void {
    if (this.#assignments.size === 0) return;
    const news = agents.filter((agent) => this.#assignments.follow(agent));
    if (news.length > 0) this.changed();
  }

  /** Edits of another page, on what was there when they were made; `now` is the newest reading of the profile, if there is one. */
  restoreValues(
    skillProfileId: string,
    revision: string,
    values: readonly UnsavedValue[],
    now?: SkillProfileView,
  ): void {
    const known = this.#profiles.get(skillProfileId);
    const edits: ProfileEdits = known ?? { revision, passed: new Set(), values: new Map() };
    for (const { skillId, base, mine } of values) edits.values.set(skillId, { skillId, base, mine });
    if (edits.revision !== revision) edits.unseen = edits.revision;
    this.#profiles.set(skillProfileId, edits);
    if (now) this.follow(now);
    this.#settle(skillProfileId);
  }

  restoreAssignment(userId: string, from: string | null, to: string | null, now?: AgentView): void {
    this.#assignments.restore(userId, from, to);
    if (now) this.#assignments.follow(now);
    this.changed();
  }

  /**
   * The end of one item: what was written (or already so) is no edit any more, nor is what Skilldesk keeps for its time; a conflict asks for a
   * choice; all else stays as it was.
   */
  settle(edit: Edit, item: ChangeItem): void {
    if (item.outcome === 'scheduled') {
      this.#kept(edit);
      return;
    }
    const done = item.outcome === 'verified' || item.outcome === 'unchanged';
    if (isAssignment(edit)) {
      if (done) this.#assignments.written(edit.userId, edit.toSkillProfileId);
      else if (item.conflict?.assignment) this.#assignments.meet(edit.userId, item.conflict.assignment.theirs);
      this.changed();
      return;
    }
    if (done) this.#writtenValues(edit);
    else if (item.conflict) this.#conflict(edit.skillProfileId, item.conflict);
  }

  /** Whoever went on editing meanwhile keeps the newer wish, on the base that it had. */
  #kept(edit: Edit): void {
    if (isAssignment(edit)) {
      if (this.#assignments.of(edit.userId)?.to === edit.toSkillProfileId) this.undoAssignment(edit.userId);
      return;
    }
    const values = this.#profiles.get(edit.skillProfileId)?.values;
    for (const [skillId, mine] of writtenBy(edit)) {
      const value = values?.get(skillId);
      if (value && sameValue(value.mine, mine)) values?.delete(skillId);
    }
    this.#settle(edit.skillProfileId);
  }

  /** Whoever went on editing while it was being written keeps the newer wish, based on what is there now. */
  #writtenValues(edit: ValuesEdit): void {
    const edits = this.#profiles.get(edit.skillProfileId);
    if (!edits) return;
    delete edits.unseen;
    for (const [skillId, written] of writtenBy(edit)) {
      const value = edits.values.get(skillId);
      if (!value) continue;
      if (sameValue(value.mine, written)) edits.values.delete(skillId);
      else edits.values.set(skillId, { skillId, base: written, mine: value.mine });
    }
    this.#settle(edit.skillProfileId);
  }

  #conflict(skillProfileId: string, { revision, skills }: Conflict): void {
    const edits = this.#profiles.get(skillProfileId);
    if (!edits) return;
    for (const { skillId, theirs } of skills) {
      const value = edits.values.get(skillId);
      if (value) meet(edits.values, value, theirs);
    }
    edits.next = revision ?? edits.revision;
    edits.unseen = revision;
    this.#settle(skillProfileId);
  }

  /** Moves the base revision on as soon as nothing is left to choose, and forgets a profile without edits. */
  #settle(skillProfileId: string): void {
    const edits = this.#profiles.get(skillProfileId);
    if (!edits) return;
    const undecided = [...edits.values.values()].some(({ conflict }) => conflict);
    if (edits.values.size === 0) this.#profiles.delete(skillProfileId);
    else if (edits.next !== undefined && !undecided) {
      edits.passed.add(edits.revision);
      edits.revision = edits.next;
      delete edits.next;
    }
    this.changed();
  }
}

/** What somebody else wrote meanwhile needs a choice, unless he wrote the same. */
function meet(values: Map<string, UnsavedValue>, value: UnsavedValue, theirs: SkillValue | null): void {
  if (sameValue(theirs, value.mine)) values.delete(value.skillId);
  else values.set(value.skillId, { ...value, conflict: { theirs } });
}

const copy = (value: SkillValue): number | boolean | string | string[] =>
  typeof value === 'object' ? [...value] : value;

/** What this page asks for: values alone, and no conditions. */
const writtenBy = ({ set, remove }: ValuesEdit): (readonly [string, SkillValue | null])[] => [
  ...set.flatMap((operation) => ('value' in operation ? [[operation.skillId, operation.value] as const] : [])),
  ...remove.map((skillId) => [skillId, null] as const),
];
