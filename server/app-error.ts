import { problemStatus, problemTitle, type Problem, type ProblemCode } from '../shared/problem.ts';

interface AppErrorOptions extends ErrorOptions {
  retryAfterSeconds?: number;
  errors?: { path: string; detail: string }[];
}

/** An expected failure, safe to show. Anything else that is thrown is a bug and answers `internal-error`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ProblemCode;
  readonly retryAfterSeconds: number | undefined;
  readonly #errors: { path: string; detail: string }[] | undefined;

  /** `detail` says what, why and what to do, in words for a person; it never holds a secret or an upstream text. */
  constructor(code: ProblemCode, detail: string, { retryAfterSeconds, errors, ...options }: AppErrorOptions = {}) {
    super(detail, options);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.#errors = errors;
  }

  toProblem(requestId: string): Problem {
    return {
      type: `urn:skilldesk:problem:${this.code}`,
      title: problemTitle[this.code],
      status: problemStatus[this.code],
      detail: this.message,
      code: this.code,
      requestId,
      ...(this.#errors && { errors: this.#errors }),
    };
  }
}
