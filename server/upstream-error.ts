import { AppError } from './app-error.ts';

/**
 * How a call to Webex failed, as far as the caller must tell cases apart:
 * `unauthorized` 401 · `refused` another 4xx · `not-found` 404 · `busy` 429 · `unavailable` Webex answered 500, which says that nothing was done, or 503, which does not ·
 * `unanswered` time-out, cut connection, 502 or 504, so a write may have been applied · `invalid` an answer that cannot be read.
 */
export type UpstreamFailure =
  'unauthorized' | 'refused' | 'not-found' | 'busy' | 'unavailable' | 'unanswered' | 'invalid';

/** A failed call to Webex. Carries no body, header or URL of it: those may hold what must not be logged. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly failure: UpstreamFailure;
  readonly call: string;
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly trackingId: string | undefined;

  constructor(
    failure: UpstreamFailure,
    call: string,
    more: { status?: number; retryAfterSeconds?: number | undefined; trackingId?: string | undefined } = {},
  ) {
    super(`${call}: ${failure}${more.status === undefined ? '' : ` (${more.status})`}`);
    this.failure = failure;
    this.call = call;
    this.status = more.status;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.trackingId = more.trackingId;
  }

  /** What the widget is told where a route lets the failure fly. */
  toAppError(): AppError {
    const options = { cause: this, retryAfterSeconds: this.retryAfterSeconds ?? 5 };
    switch (this.failure) {
      case 'invalid':
        return new AppError(
          'webex-answer-invalid',
          'Webex gave an answer that Skilldesk cannot use. Try again.',
          options,
        );
      case 'busy':
        return new AppError('webex-unavailable', 'Webex asks us to wait: too many requests. Try again.', options);
      case 'unauthorized':
      case 'refused':
        return new AppError(
          'webex-unavailable',
          "Webex refused to let Skilldesk read the organization. An administrator should check Skilldesk's authorization.",
          options,
        );
      case 'not-found':
        return new AppError('not-found', 'Webex does not know it, or no longer.', { cause: this });
      case 'unavailable':
      case 'unanswered':
        return new AppError('webex-unavailable', 'Webex cannot be reached at the moment. Try again.', options);
    }
  }
}

export const failedAs = (error: unknown, ...failures: UpstreamFailure[]): error is UpstreamError =>
  error instanceof UpstreamError && failures.includes(error.failure);
