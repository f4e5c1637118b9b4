import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError } from '../app-error.ts';
import type { Log } from '../log.ts';
import { UpstreamError } from '../upstream-error.ts';

/** The only place where an error becomes an answer. What is not expected says nothing of its inside. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const expected = asExpected(error);
    if (!expected) log.error({ error, requestId: response.locals['requestId'] as string }, 'unexpected error');
    const problem = (
      expected ??
      new AppError(
        'internal-error',
        'Skilldesk made a mistake. Nothing more is known here; the request id helps your operator.',
      )
    ).toProblem(response.locals['requestId'] as string);
    if (expected?.retryAfterSeconds !== undefined)
      response.set('Retry-After', String(Math.ceil(expected.retryAfterSeconds)));
    response.locals['code'] = problem.code;
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

export const nothingHere: RequestHandler = () => {
  throw new AppError('not-found', 'There is nothing at this address.');
};

function asExpected(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof UpstreamError) return error.toAppError();
  if (error instanceof URIError) return new AppError('bad-request', 'The address of the request is not valid.');
  return ofBodyParser(error);
}

/** Express's own parser throws errors with a `type`. */
function ofBodyParser(error: unknown): AppError | undefined {
  if (typeof error !== 'object' || error === null || !('type' in error) || typeof error.type !== 'string')
    return undefined;
  if (error.type === 'entity.too.large') {
    return new AppError(
      'too-large',
      'limit' in error && Number(error.limit) > 256 * 1024
        ? 'The file is larger than a desktop layout can be, 1 MB. Take out what is pasted into it as data.'
        : 'The request is larger than 256 kB. Send fewer edits at a time.',
    );
  }
  if (error.type === 'encoding.unsupported' || error.type === 'charset.unsupported') {
    return new AppError('unsupported-media-type', 'Send JSON in UTF-8, not compressed.');
  }
  return error.type.startsWith('entity.') || error.type.startsWith('request.')
    ? new AppError('bad-request', 'The request is not valid JSON.')
    : undefined;
}
