import type { ChangePreview } from '../shared/preview.ts';
import {
  consoleProblemStatus,
  consoleProblemTitle,
  problemStatus,
  problemTitle,
  type ConsoleProblemCode,
  type Problem,
  type ProblemCode,
} from '../shared/problem.ts';

const statusOf = { ...problemStatus, ...consoleProblemStatus };
const titleOf = { ...problemTitle, ...consoleProblemTitle };

interface AppErrorOptions extends ErrorOptions {
  retryAfterSeconds?: number;
  errors?: Problem['errors'];
  /** With `preview-outdated`: what the edits would do now. */
  preview?: ChangePreview;
}

/** An expected failure, safe to show. Anything else that is thrown is a bug and answers `internal-error`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ProblemCode | ConsoleProblemCode;
  readonly retryAfterSeconds: number | undefined;
  readonly #more: Pick<Problem, 'errors' | 'preview'>;

  /** `detail` says what, why and what to do, in words for a person; it never holds a secret or an upstream text. */
  constructor(
    code: ProblemCode | ConsoleProblemCode,
    detail: string,
    { retryAfterSeconds, errors, preview, ...options }: AppErrorOptions = {},
  ) {
    super(detail, options);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.#more = { ...(errors && { errors }), ...(preview && { preview }) };
  }

  toProblem(requestId: string): Problem {
    return {
      type: `urn:skilldesk:problem:${this.code}`,
      title: titleOf[this.code],
      status: statusOf[this.code],
      detail: this.message,
      code: this.code,
      requestId,
      ...this.#more,
    };
  }
}

/** @throws AppError `bad-request` that names every fault by its path, when there is one */
export function refuseFaults(errors: NonNullable<Problem['errors']>): void {
  const [first] = errors;
  if (first) throw new AppError('bad-request', `Nothing was changed: ${first.detail}`, { errors });
}
