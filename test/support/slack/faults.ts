import type { ServerResponse } from 'node:http';
import { json, refusal, tooMany } from './answers.ts';

/** How a call goes wrong. `arrives: true` does the work first and loses the answer alone. */
export type Fault =
  /** A refusal in Slack's own words, for instance "is_archived". */
  | { readonly error: string }
  /** An HTTP status with no answer of Slack. */
  | { readonly status: number }
  /** 429 with this Retry-After, in seconds. */
  | { readonly retryAfter: number }
  /** No answer, ever. */
  | { readonly hang: true; readonly arrives?: boolean }
  /** The connection breaks. */
  | { readonly reset: true; readonly arrives?: boolean };

/** Faults that wait for their calls. */
export interface Faults {
  /** The next `times` calls of this method go wrong. */
  add(method: string, fault: Fault, times: number): void;
  take(method: string): Fault | undefined;
}

export function createFaults(): Faults {
  const waiting = new Map<string, Fault[]>();
  return {
    add: (method, fault, times) => {
      const before = waiting.get(method) ?? [];
      waiting.set(method, [...before, ...Array<Fault>(times).fill(fault)]);
    },
    take: (method) => waiting.get(method)?.shift(),
  };
}

/** Answers a call as the fault says; `work` does what the call asked for. */
export function goWrong(fault: Fault, response: ServerResponse, work: () => unknown): void {
  if ('error' in fault) json(response, 200, refusal(fault.error));
  else if ('status' in fault) response.writeHead(fault.status).end('upstream error');
  else if ('retryAfter' in fault) tooMany(response, fault.retryAfter);
  else {
    if (fault.arrives) work();
    if ('reset' in fault) response.socket?.destroy();
  }
}
