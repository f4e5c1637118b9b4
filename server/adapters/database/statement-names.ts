import { DatabaseError } from 'pg';

/** Beyond so many different statements, and for longer ones, the database is not to remember them: it does so for each connection. */
const mostNames = 400;
const longestNamed = 4_000;

/** SQLSTATEs: a statement has no such name, or has it already. Somebody between us and the database gives our connections to others. */
const isConfused = new Set(['26000', '42P05']);

/** A statement whose columns have changed since it was prepared: another version has migrated the database. */
const isOutOfDate = (error: DatabaseError) => error.code === '0A000' && error.routine === 'RevalidateCachedQuery';

/** Says that a statement was not carried out for its name's sake; without one, or under another, it may be asked again. */
export const isMisnamed = (error: unknown): boolean =>
  error instanceof DatabaseError && (isConfused.has(error.code ?? '') || isOutOfDate(error));

/**
 * Names under which PostgreSQL keeps what it made of a statement's text, a fifth of our own time in an edit. Given up for good behind a pooler that
 * cannot keep them apart, and given anew when tables have changed.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  #generation = 0;
  #isOff = false;

  /** Undefined where the statement had better have none. */
  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#isOff) return known;
    if (this.#names.size >= mostNames || text.length > longestNamed) return undefined;
    const name = `s${this.#generation}_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  /** Learns from what a statement failed with. `wasKnown`: its connection had carried it out before. */
  failed(error: unknown, wasKnown: boolean): void {
    if (!isMisnamed(error)) return;
    // It was sent behind another one of the same text, whose failing kept both from being prepared.
    if (!wasKnown && error instanceof DatabaseError && error.code === '26000') return;
    this.#names.clear();
    this.#generation += 1;
    this.#isOff ||= error instanceof DatabaseError && isConfused.has(error.code ?? '');
  }

  get isOff(): boolean {
    return this.#isOff;
  }
}
