import type { AgentView, SkillProfileView } from '../../shared/api.ts';
import { isAssignment, type Edit } from '../../shared/edit.ts';

/** When a Change is to end, as a person says it. `local` is what a `datetime-local` field holds, by the clock of this computer. */
export type EndChoice =
  | { kind: 'after'; minutes: number }
  | { kind: 'shift'; at: number }
  | { kind: 'own'; local: string }
  | { kind: 'never' };

export type TimeFault = 'missing' | 'past' | 'too-far' | 'before-begin';

const usualMinutes = [30, 60, 120];
const minute = 60_000;

/** The end that the policy proposes; null: none. */
export const proposedEnd = (minutes: number | null): EndChoice =>
  minutes === null ? { kind: 'never' } : { kind: 'after', minutes };

/** The spans to offer: the usual ones, and the policy's own. */
export const offeredMinutes = (proposed: number | null): number[] =>
  [...new Set([...usualMinutes, ...(proposed === null ? [] : [proposed])])].sort((one, other) => one - other);

/** The end in milliseconds of the epoch; undefined: none, NaN: no time was given. `begin` is when it begins, or now. */
export function endOf(choice: EndChoice, begin: number): number | undefined {
  switch (choice.kind) {
    case 'after':
      return begin + choice.minutes * minute;
    case 'shift':
      return choice.at;
    case 'own':
      return momentOf(choice.local);
    case 'never':
      return undefined;
  }
}

/** What a `datetime-local` field holds, as a moment; NaN where it holds none. */
export const momentOf = (local: string): number => (local === '' ? Number.NaN : new Date(local).getTime());

/** A moment, by the clock of this computer, as a `datetime-local` field holds it. */
export const localOf = (time: number): string =>
  new Date(time - new Date(time).getTimezoneOffset() * minute).toISOString().slice(0, 16);

/** Why a begin cannot be sent. */
export function beginFault(begin: number, now: number): TimeFault | undefined {
  if (Number.isNaN(begin)) return 'missing';
  return begin <= now ? 'past' : isTooFar(begin, now) ? 'too-far' : undefined;
}

/** Why an end cannot be sent. */
export function endFault(choice: EndChoice, begin: number, now: number): TimeFault | undefined {
  const end = endOf(choice, begin);
  if (end === undefined) return undefined;
  if (Number.isNaN(end)) return 'missing';
  if (end <= now) return 'past';
  if (end <= begin) return 'before-begin';
  return isTooFar(end, now) ? 'too-far' : undefined;
}

function isTooFar(time: number, now: number): boolean {
  const date = new Date(now);
  return time > date.setFullYear(date.getFullYear() + 1);
}

interface Directory {
  profile: (id: string) => Pick<SkillProfileView, 'usedBy'> | undefined;
  agent: (id: string) => Pick<AgentView, 'teams'> | undefined;
  agents: { value?: { agents: readonly Pick<AgentView, 'teams' | 'effectiveSkillProfileId'>[] } };
}

/** The teams in scope whose agents these edits reach: of their shifts the ends are offered. */
export function teamsConcerned(edits: readonly Edit[], { profile, agent, agents }: Directory): string[] {
  const everybody = agents.value?.agents ?? [];
  const teams = edits.flatMap((edit) => {
    if (isAssignment(edit)) return agent(edit.userId)?.teams ?? [];
    const { skillProfileId } = edit;
    const users = everybody.filter(({ effectiveSkillProfileId }) => effectiveSkillProfileId === skillProfileId);
    return [...(profile(skillProfileId)?.usedBy.teams ?? []), ...users.flatMap((user) => user.teams)];
  });
  return [...new Set(teams)];
}
