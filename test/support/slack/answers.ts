/** What a method of the Web API answers; with `retryAfter`, in seconds, it is a 429. */
export interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly retryAfter?: number;
  readonly [field: string]: unknown;
}

/** An answer as it goes over the wire. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Slack's own no, with HTTP status 200. */
export function refusal(error: string): Answer {
  return { ok: false, error };
}

export function json(status: number, body: object): HttpAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(body) };
}

/** The answer to a caller who goes too fast. */
export function tooMany(seconds: number): HttpAnswer {
  const { headers, ...answer } = json(429, refusal('ratelimited'));
  return { ...answer, headers: { ...headers, 'retry-after': String(seconds) } };
}
