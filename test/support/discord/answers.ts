import type { ApiError } from './errors.ts';

/** An answer as it goes over the wire; without a body it is a 204. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const type = { 'Content-Type': 'application/json' };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(body) };
}

/** What Discord sends of an error. */
export function refuse({ status, body, headers }: ApiError): HttpAnswer {
  return json(status, body, headers);
}
