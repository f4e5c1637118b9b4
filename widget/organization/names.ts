import type { ChangeItem } from '../../shared/change.ts';
import type { SkillValue } from '../../shared/skill.ts';
import type { Words } from '../localize/words.ts';
import type { Organization } from './organization.ts';

type Directory = Pick<Organization, 'skill' | 'profile' | 'agent'>;

type Target = Pick<ChangeItem, 'skillProfileId' | 'userId' | 'teamId' | 'deleted'>;

/** What ids and values are called on screen; what this person cannot see has no name. Of something past, `then` says what it was called then. */
export class Names {
  readonly #directory: Directory;
  readonly #words: Words;
  readonly #then: Readonly<Record<string, string>>;

  constructor(directory: Directory, words: Words, then: Readonly<Record<string, string>> = {}) {
    this.#directory = directory;
    this.#words = words;
    this.#then = then;
  }

  skill(id: string): string {
    return this.#then[id] ?? this.#directory.skill(id)?.name ?? this.#words.text('skill.unknown', { id });
  }

  profile(id: string): string {
    return this.#then[id] ?? this.#directory.profile(id)?.name ?? this.#words.text('agents.unknown-profile');
  }

  agent(id: string): string {
    return this.#then[id] ?? this.#directory.agent(id)?.name ?? this.#words.text('agents.unknown', { id });
  }

  value(skillId: string, value: SkillValue | null): string {
    const choices = this.#directory.skill(skillId)?.enumSkillValues ?? [];
    const then = typeof value === 'object' ? Object.entries(this.#then).map(([id, name]) => ({ id, name })) : [];
    return this.#words.value(value, [...choices, ...then]);
  }

  /** The profile of an assignment; null is the one of the team. */
  assigned(id: string | null): string {
    return id === null ? this.#words.text('agents.the-teams') : this.profile(id);
  }

  /** A team without a profile has none to fall back on. */
  ofTeam(id: string | null): string {
    return id === null ? this.#words.text('history.no-profile') : this.profile(id);
  }

  target({ skillProfileId, userId, teamId, deleted }: Target): string {
    if (teamId !== undefined) return this.#words.text('history.team');
    if (deleted) return this.#words.text('history.deleted', { profile: deleted.name });
    return userId === undefined ? this.profile(skillProfileId ?? '') : this.agent(userId);
  }
}
