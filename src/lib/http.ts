import { Agent, type Dispatcher, fetch, Headers, type Response } from 'undici';
import { displayAddress, isWeb } from './address.ts';
import { decodeText } from './charset.ts';
import { type GuardOptions, guardedConnector } from './guard.ts';
import { HttpError, toHttpError } from './http-error.ts';
import { causesOf } from './network-failure.ts';

export { HttpError } from './http-error.ts';

/** How long a connection may take to open, in milliseconds; less when the whole exchange has less. */
const CONNECT_TIMEOUT_MS = 10_000;

export interface HttpOptions {
  /** Names the project and where to find it: "paper-route/0.1.0 (+https://…)". */
  readonly userAgent: string;
  /** For the whole exchange, redirects and body included, in milliseconds. */
  readonly timeoutMs: number;
  /** Most bytes of a body, counted after decompression. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** For addresses that strangers give: only public ones are read, and those that it allows. */
  readonly guard?: GuardOptions;
}

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface HttpHeaders {
  /** The value of a header, whatever its case; null when it is missing. */
  get(name: string): string | null;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** The address that answered, after all redirects. */
  readonly url: string;
  readonly text: string;
}

export interface HttpClient {
  /**
   * Reads an http or https address; user name and password in it become basic authentication.
   * Resolves with any status. Rejects with an HttpError and nothing else: no answer, a timeout,
   * too large a body, too many redirects, an abort.
   */
  get(url: string, request?: HttpRequest): Promise<HttpResponse>;
}

/** What one exchange needs on its way. */
interface Exchange {
  readonly options: HttpOptions;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
}

/** An HTTP client with limits on time, size and redirects, for text from strangers. */
export function createHttpClient(options: HttpOptions): HttpClient {
  const timeout = Math.min(CONNECT_TIMEOUT_MS, Math.ceil(options.timeoutMs / 2));
  const connect = options.guard ? guardedConnector(options.guard, timeout) : { timeout };
  const dispatcher = new Agent({ connect });
  return {
    async get(url, request = {}) {
      const deadline = AbortSignal.timeout(options.timeoutMs);
      const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
      try {
        return await read({ options, dispatcher, signal }, url, request.headers ?? {});
      } catch (error) {
        const stopped = request.signal?.aborted ?? false;
        const refusal = causesOf(error).find((it) => it instanceof HttpError);
        throw toHttpError(refusal ?? error, url, { stopped, late: deadline.aborted, ...options });
      }
    },
  };
}

async function read(
  exchange: Exchange,
  address: string,
  asked: Readonly<Record<string, string>>,
): Promise<HttpResponse> {
  const { target, authorization } = readAddress(address);
  const headers = new Headers({ ...authorization, ...asked });
  headers.set('user-agent', exchange.options.userAgent);
  const { response, url } = await follow(exchange, target, headers);
  const bytes = await readBody(response, url, exchange.options.maxBytes);
  const text = decodeText(bytes, response.headers.get('content-type'));
  return { status: response.status, headers: response.headers, url: url.href, text };
}

function readAddress(address: string): { target: URL; authorization: Record<string, string> } {
  const target = URL.parse(address);
  if (!target || !isWeb(target)) throw new HttpError(notAnAddress(address), { reached: true });
  const { username, password } = target;
  target.username = '';
  target.password = '';
  if (username === '' && password === '') return { target, authorization: {} };
  const pair = [username, password].map((it) => decodeCredential(it, address)).join(':');
  const encoded = Buffer.from(pair).toString('base64');
  return { target, authorization: { authorization: `Basic ${encoded}` } };
}

function decodeCredential(written: string, address: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    const message = `The user name or password in ${displayAddress(address)} holds a "%" that stands for nothing: write it as %25.`;
    throw new HttpError(message, { reached: true });
  }
}

function notAnAddress(address: string): string {
  return `"${displayAddress(address)}" is not a web address: use one that begins with http:// or https://.`;
}

async function follow(
  { options, dispatcher, signal }: Exchange,
  start: URL,
  headers: Headers,
): Promise<{ response: Response; url: URL }> {
  let url = start;
  for (let hops = 0; hops <= options.maxRedirects; hops++) {
    const response = await fetch(url, {
      headers: [...headers],
      redirect: 'manual',
      signal,
      dispatcher,
    });
    const next = redirectTarget(response, url);
    if (!next) return { response, url };
    await response.body?.cancel();
    if (next.origin !== url.origin) headers.delete('authorization');
    url = next;
  }
  const message = `${displayAddress(start.href)} redirects more than ${options.maxRedirects} times: check the address.`;
  throw new HttpError(message, { reached: true });
}

function redirectTarget(response: Response, from: URL): URL | null {
  const location = response.headers.get('location');
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return null;
  const target = URL.parse(location, from.href);
  if (target && isWeb(target)) {
    target.username = '';
    target.password = '';
    return target;
  }
  const message = `${displayAddress(from.href)} redirects to something that is not a web address.`;
  throw new HttpError(message, { reached: true });
}

/** A whole body. @throws {HttpError} once it is larger than maxBytes, counted after decompression. */
export async function readBody(
  response: Response,
  url: URL,
  maxBytes: number,
): Promise<Uint8Array> {
  if (Number(response.headers.get('content-length')) > maxBytes) {
    await response.body?.cancel();
    throw tooLarge(url, maxBytes);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(url, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(url: URL, maxBytes: number): HttpError {
  const limit = `${Math.round(maxBytes / 100_000) / 10} MB`;
  const message = `${displayAddress(url.href)} sends more than the ${limit} that are read at most.`;
  return new HttpError(message, { reached: true });
}
