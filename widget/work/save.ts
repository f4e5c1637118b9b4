import { isFinal, type Change, type ChangeItem, type Outcome } from '../../shared/change.ts';
import { longestReason, targetOf, type ChangeRequest } from '../../shared/edit.ts';
import type { ApiProblem } from '../api/api-problem.ts';

/**
 * One Change that a press of Save asks for. `problem` is why it stands still, or why nothing is heard of it at the moment. `waiting`: those before
 * it in its series come first; `dropped`: it was never sent, and never will be.
 */
export interface Save {
  readonly key: string;
  /** The same with every attempt, times and consent too: anything else would be another request. */
  readonly request: ChangeRequest;
  /** What the person had asked for from here on, by which another press of Save is known to be the same. */
  readonly asked: string;
  /** All that the same press of Save asks for, one after the other; this one is among them. */
  readonly series: readonly Save[];
  change?: Change;
  problem?: ApiProblem;
  /** An attempt had no definite answer; a later refusal, for its session or the rate say, tells nothing about that one. */
  mayHaveArrived?: true;
  /** It is to be stopped as soon as there is something to stop. */
  toStop?: true;
  state: 'waiting' | 'sending' | 'following' | 'ended' | 'failed' | 'dropped';
}

/** How far an edit has come. */
export type Standing = Pick<ChangeItem, 'outcome' | 'rule'>;

/** Why a reason cannot be sent. */
export function reasonFault(reason: string): 'missing' | 'too-long' | undefined {
  const { length } = reason.trim();
  return length === 0 ? 'missing' : length > longestReason ? 'too-long' : undefined;
}

/** How each edit of a press of Save is doing; what is not sent yet is pending, and what will not be is stopped. */
export const itemsOf = ({ series }: Save): Standing[] =>
  series.flatMap(({ change, request, state }): Standing[] => {
    if (change) return change.items;
    return request.edits.map(() => ({ outcome: state === 'failed' || state === 'dropped' ? 'stopped' : 'pending' }));
  });

export const outcomesOf = (save: Save): Outcome[] => itemsOf(save).map(({ outcome }) => outcome);

/** Where the series stands still, if it does. */
export const failureOf = ({ series }: Save): Save | undefined => series.find(({ state }) => state === 'failed');

/** Nothing of it is to be waited for on this page: each item has ended, or is kept for its time. */
export const hasSettled = ({ items }: Change): boolean => items.every(isSettled);

export const isSettled = (item: ChangeItem | undefined): boolean =>
  item !== undefined && (isFinal(item.outcome) || item.outcome === 'scheduled');

/** Whether the same request is to be sent once more, under the same key, since it may have arrived; else Save makes another one. */
export const awaitsRetry = ({ state, problem, change, mayHaveArrived }: Save): boolean =>
  state === 'failed' && change === undefined && mayHaveArrived === true && !isAboutRequest(problem);

/** The backend says these only of a request that it has not taken in under this key. */
const isAboutRequest = (problem: ApiProblem | undefined): boolean =>
  ['bad-request', 'idempotency-key-reused', 'preview-outdated'].includes(problem?.code ?? '');

export function isWorking(save: Save): boolean {
  const { state, change } = save;
  if (state === 'waiting') return failureOf(save) === undefined;
  if (state === 'sending') return true;
  return state === 'following' && (!change || hasSettled(change) || change.items.some(isBeingWritten));
}

const isBeingWritten = ({ outcome }: ChangeItem): boolean => outcome === 'pending' || outcome === 'sent';

/** Profiles and agents that it writes, or will. */
export function openTargets(save: Save): string[] {
  const { state, request, change } = save;
  if (state === 'ended' || state === 'failed' || state === 'dropped') return [];
  if (state === 'waiting' && failureOf(save)) return [];
  return request.edits.filter((_, at) => !isSettled(change?.items[at])).map(targetOf);
}
