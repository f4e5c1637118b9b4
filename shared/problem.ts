import type { ChangePreview } from './preview.ts';

/** Every failure that the widget's API can answer with, and its HTTP status. Closed: a client may switch over it. */
export const problemStatus = {
  'bad-request': 400,
  'idempotency-key-missing': 400,
  'desktop-token-refused': 401,
  'session-missing': 401,
  'session-expired': 401,
  'session-outdated': 401,
  'not-a-supervisor': 403,
  'other-organization': 403,
  'not-allowed': 403,
  'not-found': 404,
  'idempotency-key-in-use': 409,
  'preview-outdated': 409,
  'already-reverted': 409,
  'lease-ended': 409,
  'draft-outdated': 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'idempotency-key-reused': 422,
  'too-many-requests': 429,
  'internal-error': 500,
  'webex-answer-invalid': 502,
  'organization-not-connected': 503,
  'needs-reauthorization': 503,
  'identity-unavailable': 503,
  'webex-unavailable': 503,
  'snapshot-loading': 503,
  'database-unavailable': 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;

export const problemTitle: Record<ProblemCode, string> = {
  'bad-request': 'The request is not valid',
  'idempotency-key-missing': 'The Idempotency-Key header is missing',
  'desktop-token-refused': 'Webex refused the desktop token',
  'session-missing': 'There is no session',
  'session-expired': 'The session has ended',
  'session-outdated': 'The rights of this person have changed',
  'not-a-supervisor': 'Only supervisors and administrators may use Skilldesk',
  'other-organization': 'This person belongs to another organization',
  'not-allowed': 'This person may not do that',
  'not-found': 'Not found',
  'idempotency-key-in-use': 'The same request is being taken in',
  'preview-outdated': 'What was shown is no longer so',
  'already-reverted': 'There is nothing left to take back',
  'lease-ended': 'There is no end left to move',
  'draft-outdated': 'Another page has kept another draft',
  'too-large': 'The request is too large',
  'unsupported-media-type': 'The request is not JSON',
  'idempotency-key-reused': 'The Idempotency-Key was used for another request',
  'too-many-requests': 'Too many requests',
  'internal-error': 'Something went wrong on our side',
  'webex-answer-invalid': 'Webex gave an answer that cannot be used',
  'organization-not-connected': 'The organization is not connected',
  'needs-reauthorization': 'The organization must be authorized again',
  'identity-unavailable': 'Webex cannot say at the moment who you are',
  'webex-unavailable': 'Webex cannot be reached',
  'snapshot-loading': 'The organization is still being read',
  'database-unavailable': 'Skilldesk cannot use its database',
};

/** Those of `/admin/api` besides, which no widget meets. */
export const consoleProblemStatus = { 'sign-in-again': 403 } as const;
export type ConsoleProblemCode = keyof typeof consoleProblemStatus;

export const consoleProblemTitle: Record<ConsoleProblemCode, string> = {
  'sign-in-again': 'This needs a sign-in of the last five minutes',
};

/** What can be wrong with a request although the page that made it is right: time has passed, or somebody changed something at Webex. */
export const faultCodes = [
  'skill-gone',
  'value-misfit',
  'begin-past',
  'end-past',
  'too-far-ahead',
  'end-before-begin',
  'owner-unfit',
  'preview-missing',
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** One fault of a request: a dotted path into its body, and in English what is wrong there; `code` says the same to whoever has words of his own. */
export interface Fault {
  path: string;
  detail: string;
  code?: FaultCode;
  /** With `value-misfit`: the skill's name. */
  skill?: string;
}

/** RFC 9457 problem details. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode | ConsoleProblemCode;
  requestId: string;
  errors?: Fault[];
  rule?: string;
  /** With `preview-outdated`: what the edits would do now. */
  preview?: ChangePreview;
}
