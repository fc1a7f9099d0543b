import { SourceError } from '../core/source.ts';
import { displayAddress } from '../lib/address.ts';
import { type HttpClient, HttpError, type HttpHeaders, type HttpResponse } from '../lib/http.ts';
import { retryAfterMs } from '../lib/retry-after.ts';

export interface TextRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly now: Date;
  /** Statuses beside 2xx and 304 that the source can make sense of. */
  readonly accept?: readonly number[];
  /** How long a 429 keeps us away by the source's own rules, in milliseconds; undefined: unsaid. */
  readonly restMs?: (headers: HttpHeaders) => number | undefined;
}

/** Reads an address for a source. Rejects with a SourceError for no answer and for a refusal. */
export async function requestText(
  http: HttpClient,
  url: string,
  request: TextRequest,
): Promise<HttpResponse> {
  const response = await ask(http, url, request);
  const { status } = response;
  const fine = (status >= 200 && status < 300) || status === 304;
  if (fine || request.accept?.includes(status)) return response;
  throw refusal(response, url, request);
}

async function ask(http: HttpClient, url: string, request: TextRequest): Promise<HttpResponse> {
  try {
    return await http.get(url, { headers: request.headers ?? {}, signal: request.signal });
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw new SourceError(error.message, { reached: error.reached, cause: error });
  }
}

function refusal(response: HttpResponse, url: string, request: TextRequest): SourceError {
  const { status, headers } = response;
  const message = `${displayAddress(url)} ${meaning(status)}.`;
  const asked = retryAfterMs(headers.get('retry-after'), request.now);
  const rest = status === 429 ? request.restMs?.(headers) : undefined;
  if (asked === undefined && rest === undefined) return new SourceError(message, { reached: true });
  return new SourceError(message, { reached: true, retryAfterMs: Math.max(asked ?? 0, rest ?? 0) });
}

function meaning(status: number): string {
  const code = `(HTTP ${status})`;
  if (status === 401 || status === 403) return `refused access ${code}: check its credentials`;
  if (status === 404 || status === 410) return `does not exist ${code}: check the address`;
  if (status === 429) return `asked us to slow down ${code}: it is asked again later`;
  if (status >= 500) return `failed ${code}: it is asked again later`;
  return `gave an answer of no use ${code}: check the address`;
}
