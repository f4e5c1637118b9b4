import type { AgentView } from '../../shared/api.ts';

/** Another profile for an agent, that this person wants; null is the one of the agent's team. */
export interface UnsavedAssignment {
  userId: string;
  from: string | null;
  to: string | null;
  /** What somebody else made of it meanwhile; the person must choose. */
  conflict?: { theirs: string | null };
}

interface Kept extends UnsavedAssignment {
  /** What he had before a write that no list has shown yet: one that still says so is older than what is known here. */
  left?: string | null;
  /** The conflict was found by a save, and no list has shown it yet. */
  unseen?: true;
}

/** The agents to whom this person wants to give other profiles. */
export class UnsavedAssignments {
  readonly #kept = new Map<string, Kept>();

  get all(): UnsavedAssignment[] {
    return [...this.#kept.values()];
  }

  get size(): number {
    return this.#kept.size;
  }

  of(userId: string): UnsavedAssignment | undefined {
    return this.#kept.get(userId);
  }

  /** What the agent has already is no edit. */
  want(userId: string, from: string | null, to: string | null): void {
    const known = this.#kept.get(userId);
    const began = known ? known.from : from;
    if (began === to) this.#kept.delete(userId);
    else this.#kept.set(userId, { ...known, userId, from: began, to });
  }

  /** An edit of another page, with what it began from there. */
  restore(userId: string, from: string | null, to: string | null): void {
    this.#kept.set(userId, { userId, from, to });
  }

  undo(userId: string): void {
    this.#kept.delete(userId);
  }

  clear(): void {
    this.#kept.clear();
  }

  choose(userId: string, choice: 'mine' | 'theirs'): void {
    const known = this.#kept.get(userId);
    if (!known?.conflict) return;
    const { theirs } = known.conflict;
    if (choice === 'theirs' || theirs === known.to) this.#kept.delete(userId);
    else this.#kept.set(userId, { userId, from: theirs, to: known.to, ...(known.unseen && { left: known.from }) });
  }

  /** Whoever went on editing while it was being written keeps the newer wish, based on what is there now. */
  written(userId: string, now: string | null): void {
    const known = this.#kept.get(userId);
    if (!known) return;
    if (known.to === now) this.#kept.delete(userId);
    else this.#kept.set(userId, { userId, from: now, to: known.to, left: known.from });
  }

  /** A save found that somebody else was there before. */
  meet(userId: string, theirs: string | null): void {
    const known = this.#kept.get(userId);
    if (known) this.#kept.set(userId, { ...known, conflict: { theirs }, unseen: true });
  }

  /** A newer reading of an agent; says whether it makes a difference. */
  follow({ id, skillProfileId: theirs }: Pick<AgentView, 'id' | 'skillProfileId'>): boolean {
    const known = this.#kept.get(id);
    if (!known || theirs === known.left) return false;
    const { from, to, conflict, unseen } = known;
    if (theirs === from && unseen) return false;
    if (theirs === to) this.#kept.delete(id);
    else this.#kept.set(id, { userId: id, from, to, ...(theirs !== from && { conflict: { theirs } }) });
    return theirs === to || (theirs === from ? conflict !== undefined : conflict?.theirs !== theirs);
  }
}
