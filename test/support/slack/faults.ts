import type { ServerResponse } from 'node:http';
import { drip } from '../traffic.ts';
import { createDraw, type Draw, type Weather } from '../weather.ts';
import { type HttpAnswer, json, refusal, tooMany } from './answers.ts';

/** How a call goes wrong. `arrives: true` does the work first and loses the answer alone. */
export type Fault =
  /** A refusal in Slack's own words, for instance "is_archived", or "ratelimited" in a 200. */
  | { readonly error: string }
  /** An HTTP status with a text that is no answer of Slack. */
  | { readonly status: number; readonly arrives?: boolean }
  /** 429 with this Retry-After, in seconds. */
  | { readonly retryAfter: number }
  /** No answer, ever. */
  | { readonly hang: true; readonly arrives?: boolean }
  /** The connection breaks. */
  | { readonly reset: true; readonly arrives?: boolean }
  /** The work is done and answered, headers at once and the body a byte each so many milliseconds. */
  | { readonly dripMs: number };

/** Faults that wait for their calls, or come by chance. */
export interface Faults {
  /** The next `times` calls of this method go wrong. */
  add(method: string, fault: Fault, times: number): void;
  /** From now on calls of these methods go wrong by chance; null ends that. */
  weather(weather: Weather<Fault> | null, methods: readonly string[]): void;
  take(method: string): Fault | undefined;
}

export function createFaults(): Faults {
  const waiting = new Map<string, Fault[]>();
  let draw: Draw<Fault> | undefined;
  let exposed: readonly string[] = [];
  return {
    add: (method, fault, times) => {
      const before = waiting.get(method) ?? [];
      waiting.set(method, [...before, ...Array<Fault>(times).fill(fault)]);
    },
    weather: (weather, methods) => {
      draw = weather ? createDraw(weather) : undefined;
      exposed = methods;
    },
    take: (method) =>
      waiting.get(method)?.shift() ?? (exposed.includes(method) ? draw?.() : undefined),
  };
}

/** "429", "ratelimited", "HTTP 503, done", "hang", "slow bytes": a fault in a count of faults. */
export function faultName(fault: Fault): string {
  if ('error' in fault) return fault.error;
  if ('retryAfter' in fault) return '429';
  if ('dripMs' in fault) return 'slow bytes';
  const name = 'status' in fault ? `HTTP ${fault.status}` : 'hang' in fault ? 'hang' : 'reset';
  return fault.arrives ? `${name}, done` : name;
}

/** Answers a call as the fault says; `work` does what the call asked for. */
export function goWrong(fault: Fault, response: ServerResponse, work: () => HttpAnswer): void {
  const end = endOf(fault, work);
  if (end === 'reset') response.socket?.resetAndDestroy();
  else if (end !== 'hang') send(response, end, 'dripMs' in fault ? fault.dripMs : undefined);
}

/** What the caller gets: an answer, silence, or the end of the connection. */
function endOf(fault: Fault, work: () => HttpAnswer): HttpAnswer | 'hang' | 'reset' {
  if ('error' in fault) return json(200, refusal(fault.error));
  if ('retryAfter' in fault) return tooMany(fault.retryAfter);
  if ('dripMs' in fault) return work();
  if (fault.arrives) work();
  if ('status' in fault) return { status: fault.status, body: 'upstream error' };
  return 'hang' in fault ? 'hang' : 'reset';
}

/** @param dripMs sends the body a byte each so many milliseconds. */
export function send(response: ServerResponse, answer: HttpAnswer, dripMs?: number): void {
  response.writeHead(answer.status, answer.headers);
  if (dripMs === undefined) response.end(answer.body);
  else void drip(response, answer.body, dripMs);
}
