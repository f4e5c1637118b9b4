import { isAssignment, targetOf, type Edit, type SetOperation } from '../../shared/edit.ts';
import type { Fault } from '../../shared/problem.ts';
import { misfit, type Skill } from '../../shared/skill.ts';
import { refuseFaults } from '../app-error.ts';

/**
 * What makes a request malformed whoever sends it: an unknown skill, a value that does not fit its skill, a target or a skill named twice.
 * @throws AppError `bad-request` that names every fault by its path
 */
export function validateEdits(edits: readonly Edit[], skills: ReadonlyMap<string, Skill>): void {
  refuseFaults([
    ...twice(edits.map((edit, at) => [targetOf(edit), `edits.${at}`] as const)),
    ...edits.flatMap((edit, at) => faultsOf(edit, at, skills)),
  ]);
}

function faultsOf(edit: Edit, at: number, skills: ReadonlyMap<string, Skill>): Fault[] {
  const here = `edits.${at}`;
  if (isAssignment(edit)) return [];
  const named = [
    ...edit.set.map(({ skillId }, index) => [skillId, `${here}.set.${index}`] as const),
    ...edit.remove.map((skillId, index) => [skillId, `${here}.remove.${index}`] as const),
  ];
  if (named.length === 0) return [{ path: here, detail: 'The edit names no skill.' }];
  const unknown = named
    .filter(([skillId]) => !skills.has(skillId))
    .map(([, path]): Fault => ({ path, detail: 'There is no such skill.', code: 'skill-gone' }));
  const unfit = edit.set.flatMap((operation, index) => {
    const skill = skills.get(operation.skillId);
    return skill ? misfitsOf(operation, skill, `${here}.set.${index}`) : [];
  });
  return [...unknown, ...unfit, ...twice(named)];
}

function misfitsOf(operation: SetOperation, skill: Skill, here: string): Fault[] {
  if ('add' in operation && skill.skillType !== 'PROFICIENCY')
    return [{ path: `${here}.add`, detail: `${skill.name} is no number, so nothing can be added to it.` }];
  const given = [
    ['value', 'value' in operation ? operation.value : undefined],
    ['onlyIf', operation.onlyIf],
  ] as const;
  return given.flatMap(([member, value]) => {
    const detail = value === undefined ? undefined : misfit(skill, value);
    if (detail === undefined) return [];
    return [{ path: `${here}.${member}`, detail, code: 'value-misfit', skill: skill.name }];
  });
}

function twice(named: readonly (readonly [id: string, path: string])[]): Fault[] {
  const seen = new Set<string>();
  return named.flatMap(([id, path]) => {
    const again = seen.has(id);
    seen.add(id);
    return again ? [{ path, detail: 'It is named twice in one request.' }] : [];
  });
}
