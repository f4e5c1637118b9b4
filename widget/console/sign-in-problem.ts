import { signInProblems } from '../../shared/console-api.ts';
import { words } from './words.ts';

/** What this page's address says about a sign-in that did not succeed, in words; it may have been the second one of somebody who is signed in. */
export function signInProblem(): string | undefined {
  const query = new URLSearchParams(location.search);
  if (query.get('fault') === 'signed-out') return words.connection.signedOut;
  const problem = signInProblems.find((one) => one === query.get('problem'));
  return problem && words.problems[problem];
}
