import type { Change, ChangeItem } from '../../shared/change.ts';
import type { Names } from '../organization/names.ts';
import type { Words } from './words.ts';

/** What is to be told to the agents, ready to be sent to them: what changes, from when, until when, and by whom. */
export function readyText(change: Change, words: Words, namesOf: (item: ChangeItem) => Names): string {
  const { startsAt, createdAt, until, actor, reason } = change;
  const from = words.time(startsAt ?? createdAt);
  return [
    ...change.items.filter(({ outcome }) => outcome !== 'refused').map((item) => lineOf(item, words, namesOf(item))),
    until === undefined
      ? words.text('ready.for-good', { from })
      : words.text('ready.until', { from, until: words.time(until) }),
    words.text('ready.by', { who: actor.name, reason }),
  ].join('\n');
}

function lineOf(item: ChangeItem, words: Words, names: Names): string {
  const what = names.target(item);
  const { userId, fromSkillProfileId = null, toSkillProfileId = null, diff } = item;
  if (userId !== undefined) {
    const [before, after] = [names.assigned(fromSkillProfileId), names.assigned(toSkillProfileId)];
    return words.text('ready.item', { what, values: words.text('ready.profile', { before, after }) });
  }
  const values = diff.map(({ skillId, before, after }) =>
    words.text('change.skill', {
      skill: names.skill(skillId),
      before: names.value(skillId, before),
      after: names.value(skillId, after),
    }),
  );
  return words.text('ready.item', { what, values: words.enumeration(values) });
}
