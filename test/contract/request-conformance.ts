import { deviationOf } from './known-deviations.ts';
import { officialOpenapi, openapiMissing, type Exchange, type Violation } from './official-openapi.ts';

/**
 * What in these requests fits neither Webex's published documents nor a known deviation from them.
 * Throws when the documents are missing: skip with `openapiMissing` when `officialOpenapi` is `null`.
 */
export function checkRequests(requests: readonly Exchange[]): Violation[] {
  const openapi = officialOpenapi;
  if (!openapi) throw new Error(openapiMissing);
  return requests.flatMap((request) => openapi.checkRequest(request)).filter((violation) => !deviationOf(violation));
}
