import type { SignInProblem } from '../../shared/console-api.ts';

/** Why somebody was not let in. `problem` is all that his browser is told; the message is for the log, and holds nothing that a provider wrote. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem, why: string) {
    super(why);
    this.problem = problem;
  }
}
