import type OpenAI from 'openai';
import { Agent, fetch } from 'undici';
import { readBody } from '../../lib/http.ts';

type Fetch = NonNullable<NonNullable<ConstructorParameters<typeof OpenAI>[0]>['fetch']>;

/** A chat completion of a few sentences takes 2 kB; a list of models some hundred. */
const MOST_BYTES = 2_000_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Statuses without a body: https://fetch.spec.whatwg.org/#null-body-status */
const WITHOUT_BODY = [204, 205, 304];

export interface FetchOptions {
  readonly userAgent: string;
  readonly apiKey: string | undefined;
}

/**
 * How the SDK reaches the API: the body is read whole, within a limit of bytes and while the call's
 * signal holds; nothing is redirected; and no header goes out but these, neither the SDK's own (about
 * the machine) nor any of the environment.
 */
export function createFetch({ userAgent, apiKey }: FetchOptions): Fetch {
  const connect = { timeout: CONNECT_TIMEOUT_MS };
  const dispatcher = new Agent({ connect, headersTimeout: 0, bodyTimeout: 0 });
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': userAgent,
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  return async (input, { method = 'GET', body, signal } = {}) => {
    const url = new URL(String(input));
    const response = await fetch(url, {
      ...{ method, headers, dispatcher, redirect: 'manual' },
      body: typeof body === 'string' ? body : null,
      signal: signal ?? null,
    });
    const bytes = await readBody(response, url, MOST_BYTES);
    const { status } = response;
    const shown = WITHOUT_BODY.includes(status) ? null : new Uint8Array(bytes);
    return new Response(shown, { status, headers: [...response.headers] });
  };
}
