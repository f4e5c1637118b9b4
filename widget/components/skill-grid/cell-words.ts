import type { Skill, SkillValue } from '../../../shared/skill.ts';
import type { Cell } from '../../grid/cell.ts';
import type { Words } from '../../localize/words.ts';

/** A cell's value with all that its look says, in words. */
export function valueWords({ value, unsaved }: Cell, skill: Skill, words: Words): string {
  if (value === undefined) return words.text('grid.unread');
  const named = (one: SkillValue | null) => words.value(one, skill.enumSkillValues);
  if (!unsaved) return named(value);
  const wanted = words.text('grid.unsaved', { value: named(value), before: named(unsaved.base) });
  return unsaved.conflict
    ? words.text('grid.conflict', { value: wanted, theirs: named(unsaved.conflict.theirs) })
    : wanted;
}
