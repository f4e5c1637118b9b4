import axios from 'axios';
import type { CustomFetch } from 'openid-client';
import { SignInError } from '../../console/sign-in-error.ts';

const largestAnswer = 1024 * 1024;

/** As the calls to Webex: through the proxy that the environment names, no redirect, no answer without an end. Whatever the answer, it is given as text. */
const client = axios.create({
  maxRedirects: 0,
  maxContentLength: largestAnswer,
  maxBodyLength: largestAnswer,
  validateStatus: () => true,
  transformResponse: (text: unknown) => text,
  transformRequest: (body: unknown) => body,
  responseType: 'text',
});

/** For openid-client, whose own fetch knows nothing of proxies. */
export const outgoingFetch: CustomFetch = async (url, { method, headers, body, signal }) => {
  try {
    const answer = await client.request<unknown>({
      url,
      method,
      headers,
      ...(body instanceof URLSearchParams ? { data: body.toString() } : typeof body === 'string' && { data: body }),
      ...(signal && { signal }),
    });
    const type: unknown = answer.headers['content-type'];
    const text = typeof answer.data === 'string' ? answer.data : '';
    return new Response(mayHaveBody(answer.status) ? text : null, {
      status: answer.status,
      headers: typeof type === 'string' ? { 'content-type': type } : {},
    });
  } catch {
    // The caught error holds the request with our client secret, so it goes no further.
    throw new SignInError('provider-unavailable', `no answer from ${new URL(url).host}`);
  }
};

const mayHaveBody = (status: number) => status !== 204 && status !== 205 && status !== 304;
