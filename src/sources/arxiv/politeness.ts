import PQueue from 'p-queue';
import { SourceError } from '../../core/source.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';

/** arXiv's terms (https://info.arxiv.org/help/api/tou.html): one request in three seconds, one connection. */
const INTERVAL_MS = 3000;

export interface PolitenessOptions {
  /** Between the starts of two requests, in milliseconds; at least 1. */
  readonly intervalMs?: number;
  readonly clock?: Clock;
}

/** The one queue that all requests to arXiv stand in, feeds and API together. */
export interface Politeness {
  /**
   * Runs a request when its turn has come. One that fails with retryAfterMs makes its whole server
   * rest: until then, asking it again rejects at once with a SourceError. An abort while waiting
   * rejects with a SourceError, too.
   */
  ask<T>(address: string, request: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Make one for the whole process, and hand it to every arXiv source. */
export function createPoliteness(options: PolitenessOptions = {}): Politeness {
  const interval = options.intervalMs ?? INTERVAL_MS;
  const clock = options.clock ?? systemClock;
  const queue = new PQueue({ concurrency: 1, interval, intervalCap: 1, strict: true });
  const restingUntil = new Map<string, number>();

  async function run<T>(server: string, request: () => Promise<T>): Promise<T> {
    refuseWhileResting(server);
    try {
      return await request();
    } catch (error) {
      const rest = error instanceof SourceError ? error.retryAfterMs : undefined;
      if (rest !== undefined) restingUntil.set(server, clock().getTime() + rest);
      throw error;
    }
  }

  function refuseWhileResting(server: string): void {
    const waitMs = (restingUntil.get(server) ?? 0) - clock().getTime();
    if (waitMs > 0) throw resting(server, waitMs);
  }

  return {
    async ask(address, request, signal) {
      const server = URL.parse(address)?.host ?? 'arXiv';
      refuseWhileResting(server);
      try {
        return await queue.add(() => run(server, request), { signal });
      } catch (error) {
        if (error instanceof SourceError || !signal.aborted) throw error;
        throw new SourceError(`Reading ${server} was stopped.`, { reached: true, cause: error });
      }
    },
  };
}

function resting(server: string, waitMs: number): SourceError {
  const minutes = Math.ceil(waitMs / 60_000);
  const message = `${server} asked us to slow down: it is left alone for another ${minutes} min.`;
  return new SourceError(message, { reached: true, retryAfterMs: waitMs });
}
