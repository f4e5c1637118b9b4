import { isAssignment, targetOf, type Edit } from '../../shared/edit.ts';
import { misfit, type Skill } from '../../shared/skill.ts';
import { AppError } from '../app-error.ts';

/**
 * What makes a request malformed whoever sends it: an unknown skill, a value that does not fit its skill, a target or a skill named twice.
 * @throws AppError `bad-request` that names every fault by its path
 */
export function validateEdits(edits: readonly Edit[], skills: ReadonlyMap<string, Skill>): void {
  const errors = [
    ...twice(edits.map((edit, at) => [targetOf(edit), `edits.${at}`] as const)),
    ...edits.flatMap((edit, at) => faultsOf(edit, at, skills)),
  ];
  const [first] = errors;
  if (first) throw new AppError('bad-request', `Nothing was changed: ${first.detail}`, { errors });
}

function faultsOf(edit: Edit, at: number, skills: ReadonlyMap<string, Skill>): { path: string; detail: string }[] {
  const here = `edits.${at}`;
  if (isAssignment(edit)) return [];
  const named = [
    ...edit.set.map(({ skillId }, index) => [skillId, `${here}.set.${index}`] as const),
    ...edit.remove.map((skillId, index) => [skillId, `${here}.remove.${index}`] as const),
  ];
  if (named.length === 0) return [{ path: here, detail: 'The edit names no skill.' }];
  const unknown = named
    .filter(([skillId]) => !skills.has(skillId))
    .map(([, path]) => ({ path, detail: 'There is no such skill.' }));
  const unfit = edit.set.flatMap(({ skillId, value }, index) => {
    const skill = skills.get(skillId);
    const detail = skill && misfit(skill, value);
    return detail === undefined ? [] : [{ path: `${here}.set.${index}.value`, detail }];
  });
  return [...unknown, ...unfit, ...twice(named)];
}

function twice(named: readonly (readonly [id: string, path: string])[]): { path: string; detail: string }[] {
  const seen = new Set<string>();
  return named.flatMap(([id, path]) => {
    const again = seen.has(id);
    seen.add(id);
    return again ? [{ path, detail: 'It is named twice in one request.' }] : [];
  });
}
