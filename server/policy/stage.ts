import { nameOfStage, type Policy, type PolicyView, type Stage } from '../../shared/policy.ts';
import type { Session } from '../identity/session.ts';

type Writer = Pick<Session, 'person' | 'scope'>;

/**
 * What this person may write at this stage: everything he may by the other rules, nothing, or what concerns these teams alone. He is named
 * himself, or one of the teams that he supervises is. Administrators are persons like others here.
 */
export function reachOf(stage: Stage, { person, scope }: Writer): 'everything' | 'nothing' | { teamIds: string[] } {
  if (stage === 'all') return 'everything';
  if (stage === 'preview') return 'nothing';
  const { persons, teams } = stage.named;
  if (persons.some((id) => id.toLowerCase() === person.id.toLowerCase())) return 'everything';
  return teams.some((id) => scope.teamIds.includes(id)) ? { teamIds: teams } : 'nothing';
}

/** Who else is named, and when the teams of others stop working, is nobody's business. */
export const viewPolicy = (
  { edit, protectedSkills, stage, defaultEndMinutes, shiftEnds }: Policy,
  writer: Writer,
): PolicyView => ({
  edit,
  protectedSkills,
  stage: nameOfStage(stage),
  mayWrite: reachOf(stage, writer) !== 'nothing',
  defaultEndMinutes,
  shiftEnds: shiftEnds.filter(({ teamId }) => writer.scope.teamIds.includes(teamId)),
});
