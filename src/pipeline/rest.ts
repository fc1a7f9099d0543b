import type { WriterError } from '../core/summary/writer.ts';
import { DAY_MS } from '../core/time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

/** When a language model is left alone, and that it is told once why. */
export interface Rest {
  isResting(): boolean;
  /** After a call that failed: as long as the model asked for, or 1, 2, 4 … minutes, an hour at most. */
  after(error: WriterError): void;
  /** Until the next day of UTC, when there is a new budget. */
  untilTomorrow(): void;
  /** After a failure of our own. */
  aMinute(): void;
  /** The model answered. */
  end(): void;
}

const FIRST_MS = 60_000;
const LONGEST_MS = 3_600_000;

/** A model that is awake. */
export function createRest(now: Clock, log: Log): Rest {
  let until = 0;
  let failures = 0;
  let told = '';

  const isResting = () => until > now().getTime();

  function begin(ms: number, reason: string): void {
    until = Math.max(until, now().getTime() + ms);
    if (told !== reason) log.warn({ until: new Date(until) }, `no summaries for now: ${reason}`);
    told = reason;
  }

  /** Calls that failed side by side are one failure. */
  function after({ kind, message, retryAfterMs }: WriterError): void {
    if (!isResting()) failures++;
    const backoff = kind === 'setting' ? LONGEST_MS : FIRST_MS * 2 ** (failures - 1);
    begin(Math.min(retryAfterMs ?? backoff, LONGEST_MS), message);
  }

  function untilTomorrow(): void {
    const spent = now().getTime() % DAY_MS;
    begin(DAY_MS - spent, "the day's budget is spent, and there is a new one at 00:00 UTC.");
  }

  return {
    isResting,
    after,
    untilTomorrow,
    aMinute: () => {
      until = Math.max(until, now().getTime() + FIRST_MS);
    },
    end: () => {
      failures = 0;
      told = '';
    },
  };
}
