import type { FailureCode } from '../../api/api-problem.ts';
import type { TextKey } from '../../localize/english.ts';

/** The pages that there are: each has a title, what to do, and what to tell the administrator. */
export type ProblemPageName = TextKey extends infer Key
  ? Key extends `page.title-${infer Name}`
    ? Name
    : never
  : never;

/** Which failure gets which page, where it keeps the person from everything; a failure that has none does not compile. */
export const pageOf: Readonly<Record<FailureCode, ProblemPageName>> = {
  'not-a-supervisor': 'supervisor',
  'not-allowed': 'supervisor',
  'other-organization': 'organization',
  'organization-not-connected': 'connect',
  'needs-reauthorization': 'authorize',
  'desktop-token-refused': 'session',
  'session-missing': 'session',
  'session-expired': 'session',
  'session-outdated': 'session',
  'no-desktop-token': 'token',
  'blocked-by-policy': 'policy',
  'no-backend': 'address',
  offline: 'offline',
  unreachable: 'away',
  'timed-out': 'away',
  unreadable: 'intercepted',
  'identity-unavailable': 'webex',
  'webex-unavailable': 'webex',
  'webex-answer-invalid': 'webex',
  'snapshot-loading': 'loading',
  'too-many-requests': 'busy',
  'page-outdated': 'old-page',
  'idempotency-key-missing': 'old-page',
  'unsupported-media-type': 'old-page',
  'backend-outdated': 'old-server',
  'not-found': 'old-server',
  'backend-failing': 'failing',
  'database-unavailable': 'failing',
  'internal-error': 'failing',
  unknown: 'failing',
  // Of one request: they keep nobody from everything.
  'bad-request': 'failing',
  'idempotency-key-in-use': 'failing',
  'idempotency-key-reused': 'failing',
  'preview-outdated': 'failing',
  'already-reverted': 'failing',
  'lease-ended': 'failing',
  'too-large': 'failing',
  'part-missing': 'failing',
  'draft-outdated': 'failing',
};

/** Where trying again changes nothing before the page has been loaded anew. */
export const needsReload: ReadonlySet<ProblemPageName> = new Set(['policy', 'address', 'old-page']);
