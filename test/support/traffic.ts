import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A moment in the life of a call to a strict server. */
export interface CallEvent {
  /** "chat.postMessage", "POST /channels/:channel/messages" */
  readonly call: string;
  /** The channel that it is about, if any. */
  readonly channel?: string;
  /**
   * came: nothing is done yet; done: it is carried out (or refused), and nobody was told;
   * answered: the answer is handed to the network.
   */
  readonly phase: 'came' | 'done' | 'answered';
  /** The HTTP status of an answer. */
  readonly status?: number;
  /** The caller's end of its connection. */
  readonly port?: number | undefined;
  /** What goes wrong with the call, named when it comes. */
  readonly fault?: string;
}

type Watcher = (event: CallEvent) => void;

/** Tells those who watch what happens to each call. */
export interface Traffic {
  tell: Watcher;
  /** Calls `watcher` in the middle of each event, so that it can kill the caller there. Gives what ends it. */
  watch(watcher: Watcher): () => void;
}

export function createTraffic(): Traffic {
  const watchers = new Set<Watcher>();
  return {
    tell: (event) => {
      for (const watcher of watchers) watcher(event);
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}

/** How long a call travels there, and how long its answer takes, in milliseconds; asked anew for each call. */
export type Latency = () => { readonly there: number; readonly back: number };

export const NEAR: Latency = () => ({ there: 0, back: 0 });

/** One way of a call. */
export async function travel(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms);
}

/** Writes the headers at once and the body byte by byte, until the caller has had enough. */
export async function drip(
  response: ServerResponse,
  body: string | Buffer,
  everyMs: number,
): Promise<void> {
  response.flushHeaders();
  for (const byte of typeof body === 'string' ? Buffer.from(body) : body) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await sleep(everyMs, undefined, { ref: false });
  }
  response.end();
}
