import type { Row } from './ports.ts';

/** More would push the rest of the table off the screen. */
const mostTold = 5;

/** What the policy names and the contact center does not have any more. Undefined: Webex was not read yet, and nobody can say. */
export function policyRow(doubts: readonly string[] | undefined): Row {
  const row = (status: Row['status'], cause: string, fix = ''): Row => ({ probe: 'policy', status, cause, fix });
  if (!doubts) {
    const cause = 'Webex was not read yet, so nothing that the policy names could be looked for.';
    return row('skipped', cause, 'Open Skilldesk once as a supervisor, then run the doctor again.');
  }
  if (doubts.length === 0) return row('ok', 'All that the policy names is there.');
  const fix = 'Take it out, or correct it: “skilldesk policy export”, change that, “skilldesk policy import”.';
  const more = doubts.length > mostTold ? [`And ${doubts.length - mostTold} more of the kind.`] : [];
  return row('warning', [...doubts.slice(0, mostTold), ...more].join(' '), fix);
}
