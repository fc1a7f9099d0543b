import type { ServerResponse } from 'node:http';
import { drip } from '../traffic.ts';
import { createDraw, type Draw, type Weather } from '../weather.ts';
import { type HttpAnswer, json, refuse } from './answers.ts';
import { rateLimited } from './errors.ts';

/**
 * What goes wrong with a call. "taken" (or `taken`) means that Discord carried it out first; else
 * nothing is done.
 */
export type Failure =
  /** An answer with this status; `html`: a web page of something before Discord. */
  | {
      readonly status: number;
      readonly code?: number;
      readonly message?: string;
      readonly html?: true;
      readonly taken?: true;
    }
  /** 429, seconds to wait; "nothing" has headers alone, "web page" is Cloudflare's, before Discord. */
  | {
      readonly retryAfter: number;
      readonly scope?: 'user' | 'shared' | 'global';
      readonly body?: 'nothing' | 'web page';
    }
  /** The call is carried out and answered, headers at once and the body a byte each so many milliseconds. */
  | { readonly dripMs: number }
  | 'no answer'
  | 'reset'
  | 'taken, no answer'
  | 'taken, reset'
  /** An answer 200 that breaks off in the middle of its JSON. */
  | 'taken, broken JSON';

/** Failures that wait for their calls, or come by chance. */
export interface Failures {
  /** The next `times` calls of a route go wrong. */
  add(route: string, failure: Failure, times: number): void;
  /** From now on calls of these routes go wrong by chance; null ends that. */
  weather(weather: Weather<Failure> | null, routes: readonly string[]): void;
  take(route: string): Failure | undefined;
}

export function createFailures(): Failures {
  const waiting: { route: string; failure: Failure }[] = [];
  let draw: Draw<Failure> | undefined;
  let exposed: readonly string[] = [];
  return {
    add: (route, failure, times) => {
      waiting.push(...Array.from({ length: times }, () => ({ route, failure })));
    },
    weather: (weather, routes) => {
      draw = weather ? createDraw(weather) : undefined;
      exposed = routes;
    },
    take: (route) => {
      const index = waiting.findIndex((entry) => entry.route === route);
      if (index >= 0) return waiting.splice(index, 1)[0]?.failure;
      return exposed.includes(route) ? draw?.() : undefined;
    },
  };
}

/** "429 global", "HTTP 503, taken", "taken, reset": a failure in a count of failures. */
export function failureName(failure: Failure): string {
  if (typeof failure === 'string') return failure;
  if ('dripMs' in failure) return 'slow bytes';
  if ('retryAfter' in failure) {
    return ['429', failure.scope ?? 'user', failure.body && `(${failure.body})`]
      .filter(Boolean)
      .join(' ');
  }
  const { status, html, taken } = failure;
  return `HTTP ${status}${html ? ' (web page)' : ''}${taken ? ', taken' : ''}`;
}

/** Answers a call as the failure says; `carryOut` does what it asked for. */
export function goWrong(
  failure: Failure,
  response: ServerResponse,
  carryOut: () => HttpAnswer,
): void {
  const end = typeof failure === 'string' ? broken(failure, carryOut) : answered(failure, carryOut);
  if (end === 'reset') response.socket?.resetAndDestroy();
  else if (end !== 'no answer') send(response, end, dripMsOf(failure));
}

/** @param dripMs sends the body a byte each so many milliseconds. */
export function send(response: ServerResponse, answer: HttpAnswer, dripMs?: number): void {
  response.writeHead(answer.status, answer.headers);
  if (dripMs === undefined) response.end(answer.body);
  else void drip(response, answer.body ?? '', dripMs);
}

type Spoken = Exclude<Failure, string>;

function answered(failure: Spoken, carryOut: () => HttpAnswer): HttpAnswer {
  if ('dripMs' in failure) return carryOut();
  if ('retryAfter' in failure) return tooMany(failure);
  if (failure.taken) carryOut();
  const { status, code = 0, message = `${status}: failure on demand`, html } = failure;
  return html ? webPage(status) : json(status, { message, code });
}

function broken(failure: Extract<Failure, string>, carryOut: () => HttpAnswer) {
  const answer = failure.startsWith('taken') ? carryOut() : undefined;
  if (failure.endsWith('reset')) return 'reset';
  if (failure.endsWith('no answer') || !answer) return 'no answer';
  return { ...answer, body: answer.body?.slice(0, 20) };
}

function tooMany({ retryAfter, scope = 'user', body }: Extract<Spoken, { retryAfter: number }>) {
  const { status, headers, ...answer } = refuse(rateLimited(retryAfter, scope));
  if (body === undefined) return { status, headers, ...answer };
  if (body === 'nothing') return { status, headers: { ...headers, 'Content-Type': 'text/plain' } };
  const page = webPage(status);
  return { ...page, headers: { ...page.headers, 'Retry-After': String(Math.ceil(retryAfter)) } };
}

function webPage(status: number): HttpAnswer {
  const headers = { 'Content-Type': 'text/html; charset=UTF-8', Server: 'cloudflare' };
  return { status, headers, body: '<!doctype html><title>Access denied</title>' };
}

function dripMsOf(failure: Failure): number | undefined {
  return typeof failure === 'object' && 'dripMs' in failure ? failure.dripMs : undefined;
}
