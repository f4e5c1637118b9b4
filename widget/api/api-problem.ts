import type { ChangePreview } from '../../shared/preview.ts';
import type { Fault, ProblemCode } from '../../shared/problem.ts';

/** Failures that never were an answer of the backend's. */
export const localProblems = [
  'no-backend',
  'no-desktop-token',
  'offline',
  'blocked-by-policy',
  'part-missing',
  'unreachable',
  'timed-out',
  'backend-failing',
  'unreadable',
  'page-outdated',
  'backend-outdated',
  'unknown',
] as const;

export type FailureCode = ProblemCode | (typeof localProblems)[number];

/** What a page's content security policy did not let through: where to, and by which directive. */
export interface Blocked {
  host: string;
  directive: string;
}

/** A call that failed, in one closed list of codes. It never carries a token or a body. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: FailureCode;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly faults: readonly Fault[];
  /** With `preview-outdated`: what the edits would do now. */
  readonly preview: ChangePreview | undefined;
  /** With `blocked-by-policy`. */
  readonly blocked: Blocked | undefined;

  constructor(
    code: FailureCode,
    about: {
      requestId?: string;
      retryAfter?: number;
      faults?: Fault[];
      preview?: ChangePreview;
      blocked?: Blocked;
    } = {},
  ) {
    super(code);
    this.code = code;
    this.requestId = about.requestId;
    this.retryAfter = about.retryAfter;
    this.faults = about.faults ?? [];
    this.preview = about.preview;
    this.blocked = about.blocked;
  }
}

/** Nobody can say whether the backend has taken the request in: only the same request with the same key may follow. */
export const isIndefinite = ({ code }: ApiProblem): boolean =>
  [
    'offline',
    'unreachable',
    'timed-out',
    'backend-failing',
    'unreadable',
    'unknown',
    'internal-error',
    'database-unavailable',
    'idempotency-key-in-use',
  ].includes(code);

/** The person may not use Skilldesk at all; nothing that this page does can change it. */
export const isRefusal = ({ code }: ApiProblem): boolean =>
  ['not-a-supervisor', 'other-organization', 'not-allowed'].includes(code);

export const isSessionProblem = ({ code }: ApiProblem): boolean =>
  ['session-missing', 'session-expired', 'session-outdated'].includes(code);

export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem('unknown');

/** The element left the page; nobody is there to be told. */
export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
