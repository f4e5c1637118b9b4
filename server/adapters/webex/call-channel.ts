import { channel } from 'node:diagnostics_channel';
import { operationOf } from './allowed-calls.ts';
import type { WebexCall } from './webex-http.ts';

/** One call to Webex that is over: which of the listed ones, without ids; its HTTP status, or `none`; and how long it took. */
export interface EndedCall {
  operation: string;
  status: string;
  seconds: number;
  /** Where TLS failed: what Node calls that. */
  tlsFault?: string;
}

/** Calls leave from many places; this is where all of them can be counted. */
const ended = channel('skilldesk:webex-call');

/** Tells of the call, whatever becomes of it. */
export async function toldCall<Answer extends { status: number }>(
  call: Pick<WebexCall, 'method' | 'path'>,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const began = performance.now();
  let status = 'none';
  let tlsFault: string | undefined;
  try {
    const answer = await send();
    status = String(answer.status);
    return answer;
  } catch (error) {
    tlsFault = tlsFaultOf(error);
    throw error;
  } finally {
    const seconds = (performance.now() - began) / 1000;
    const operation = operationOf(call) ?? 'unlisted';
    ended.publish({ operation, status, seconds, ...(tlsFault !== undefined && { tlsFault }) } satisfies EndedCall);
  }
}

/** Of an error that was caught the code alone: the rest holds the request. */
function tlsFaultOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /CERT|SIGNATURE|_TLS_|_SSL_|^EPROTO$/.test(code) ? code : undefined;
}

/** Hears of every call of this process until the returned function is called. */
export function hearCalls(listener: (call: EndedCall) => void): () => void {
  const hear = (message: unknown) => listener(message as EndedCall);
  ended.subscribe(hear);
  return () => ended.unsubscribe(hear);
}
