import type { ServerResponse } from 'node:http';

/** What a method of the Web API answers; with `retryAfter`, in seconds, it is a 429. */
export interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly retryAfter?: number;
  readonly [field: string]: unknown;
}

/** Slack's own no, with HTTP status 200. */
export function refusal(error: string): Answer {
  return { ok: false, error };
}

export function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** The answer to a caller who goes too fast. */
export function tooMany(response: ServerResponse, seconds: number): void {
  response.setHeader('retry-after', String(seconds));
  json(response, 429, refusal('ratelimited'));
}
