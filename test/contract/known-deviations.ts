import { answerDeviations } from './answer-deviations.ts';
import type { Violation } from './official-openapi.ts';
import { requestDeviations } from './request-deviations.ts';

/** One point in which Webex is known to differ from what it publishes. */
export interface Deviation {
  id: string;
  of: 'request' | 'answer';
  method: RegExp;
  /** Without `/organization/{orgid}`. */
  path: RegExp;
  status?: readonly number[];
  message: RegExp;
  /** What the published document says. */
  document: string;
  /** What Webex does. */
  webex: string;
  /** Section of webex-api.md. */
  source: string;
}

export const knownDeviations: readonly Deviation[] = [...requestDeviations, ...answerDeviations];

/** The listed deviation that explains this violation. */
export function deviationOf({ of, method, path, status, message }: Violation): Deviation | undefined {
  const place = path.replace(/^\/organization\/[0-9a-f-]{36}/, '');
  return knownDeviations.find(
    (deviation) =>
      deviation.of === of &&
      deviation.method.test(method) &&
      deviation.path.test(place) &&
      (deviation.status === undefined || deviation.status.includes(status)) &&
      deviation.message.test(message),
  );
}
