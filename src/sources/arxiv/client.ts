import { SourceError } from '../../core/source.ts';
import { displayAddress } from '../../lib/address.ts';
import type { HttpClient, HttpResponse } from '../../lib/http.ts';
import { FEED_HEADERS } from '../feed.ts';
import { requestText } from '../request.ts';
import type { Politeness } from './politeness.ts';

/** How long arXiv wants to be left alone after a refusal, which names no time (measured). */
const REST_MS = 10 * 60_000;

export interface ArxivAccess {
  readonly http: HttpClient;
  readonly politeness: Politeness;
}

export interface ArxivRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly now: Date;
}

/**
 * Reads a feed or an answer of the API, in its turn. Status 400 is an answer, too: arXiv then
 * sends a feed that says what was wrong. Rejects with a SourceError.
 */
export function askArxiv(
  { http, politeness }: ArxivAccess,
  url: string,
  request: ArxivRequest,
): Promise<HttpResponse> {
  const headers = { ...FEED_HEADERS, ...request.headers };
  const options = { ...request, headers, accept: [400], restMs: () => REST_MS };
  const read = async () => refuseThrottled(await requestText(http, url, options), url);
  return politeness.ask(url, read, request.signal);
}

/** The API also throttles with the bare words "Rate exceeded." and a status that says all is well. */
function refuseThrottled(response: HttpResponse, url: string): HttpResponse {
  if (!/^\s*rate exceeded/i.test(response.text)) return response;
  const message = `${displayAddress(url)} asked us to slow down ("Rate exceeded."): it is asked again later.`;
  throw new SourceError(message, { reached: true, retryAfterMs: REST_MS });
}
