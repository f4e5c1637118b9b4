import type { Json } from './json-object.ts';
import type { WebexSimulator } from './webex-simulator.ts';

interface CallAnswer {
  status: number;
  headers: Headers;
  /** Parsed; an empty object when the answer was empty. */
  body: Json;
  text: string;
}

/** One request to the simulator. A path that does not begin with `/v1` or `/idb` is one of the organization's. */
export async function call(
  simulator: WebexSimulator,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<CallAnswer> {
  const place = /^\/(v1|idb|organization)\//.test(path) ? path : `/organization/${simulator.organization.id}${path}`;
  const form = body instanceof URLSearchParams;
  const response = await fetch(`${simulator.url}${place}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined || form ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text.startsWith('{') || text.startsWith('[');
  return { status: response.status, headers: response.headers, text, body: json ? (JSON.parse(text) as Json) : {} };
}
