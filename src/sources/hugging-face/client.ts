import { SourceError } from '../../core/source.ts';
import { displayAddress, webAddress } from '../../lib/address.ts';
import type { HttpClient, HttpHeaders, HttpResponse } from '../../lib/http.ts';
import type { Log } from '../../lib/log.ts';
import { requestText } from '../request.ts';
import { readRateLimit } from './rate-limit.ts';

/** The API's largest page: 101 is an error. */
const PAGE_SIZE = 100;
/** A day has 23 to 92 papers (measured): a tenth page means that something goes round in circles. */
const MOST_PAGES = 10;
/** Below this many calls left we wait for the next window, so that others on this address can work. */
const RESERVE = 5;
/** The length of Hugging Face's window: how long a 429 without a header keeps us away. */
const WINDOW_MS = 5 * 60_000;

export interface ClientOptions {
  /** Base address, with or without a slash at its end: "https://huggingface.co". */
  readonly endpoint: string;
  readonly token?: string | undefined;
  readonly http: HttpClient;
  readonly log: Log;
}

export interface ReadRequest {
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Hugging Face's API of daily papers. */
export interface Client {
  /**
   * All items of a day, "2026-06-12", as they came; null when the API knows no such day (HTTP 400).
   * Rejects with a SourceError.
   */
  readDay(day: string, request: ReadRequest): Promise<unknown[] | null>;
}

/**
 * A client that obeys the rate limit: when hardly a call is left it rejects, with retryAfterMs,
 * until the window has passed, in the same fetch and in later ones.
 */
export function createClient(options: ClientOptions): Client {
  const base = `${options.endpoint.replace(/\/+$/, '')}/api/daily_papers`;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  let pausedUntil = 0;

  async function ask(url: string, { now, signal }: ReadRequest): Promise<HttpResponse> {
    const waitMs = pausedUntil - now.getTime();
    if (waitMs > 0) throw usedUp(waitMs);
    const request = { headers, signal, now, accept: [400], restMs: restAfterRefusal };
    const response = await requestText(options.http, url, request);
    const limit = readRateLimit(response.headers);
    if (limit && limit.left < RESERVE) pausedUntil = now.getTime() + limit.resetMs;
    return response;
  }

  async function readDay(day: string, request: ReadRequest): Promise<unknown[] | null> {
    const items: unknown[] = [];
    let url: string | null = `${base}?date=${day}&limit=${PAGE_SIZE}`;
    for (let page = 0; url !== null && page < MOST_PAGES; page++) {
      const response = await ask(url, request);
      if (response.status === 400) return null;
      items.push(...readItems(response));
      url = nextPage(response, url, options.log);
    }
    return items;
  }

  return { readDay };
}

function restAfterRefusal(headers: HttpHeaders): number {
  return readRateLimit(headers)?.resetMs ?? WINDOW_MS;
}

function usedUp(waitMs: number): SourceError {
  const seconds = Math.ceil(waitMs / 1000);
  const message = `Hugging Face's limit of requests is nearly used up: it is asked again in ${seconds} seconds (a free HF_TOKEN doubles the limit).`;
  return new SourceError(message, { reached: true, retryAfterMs: waitMs });
}

function readItems(response: HttpResponse): unknown[] {
  const where = displayAddress(response.url);
  let value: unknown;
  try {
    value = JSON.parse(response.text);
  } catch (cause) {
    const message = `${where} did not answer with JSON: check HF_ENDPOINT.`;
    throw new SourceError(message, { reached: true, cause });
  }
  if (Array.isArray(value)) return value;
  throw new SourceError(`${where} did not answer with a list of papers: check HF_ENDPOINT.`, {
    reached: true,
  });
}

/** The address of rel="next" in Link (RFC 8288), on the same server only: it gets our token. */
function nextPage(response: HttpResponse, url: string, log: Log): string | null {
  const link = response.headers.get('link') ?? '';
  const target = /<([^<>]*)>\s*;[^<]*\brel="?next"?/i.exec(link)?.[1];
  const next = target === undefined ? null : webAddress(target, response.url);
  if (next === null || URL.parse(next)?.origin === URL.parse(url)?.origin) return next;
  log.warn({ next: displayAddress(next) }, 'Hugging Face names a next page on another server');
  return null;
}
