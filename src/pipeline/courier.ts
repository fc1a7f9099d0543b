import { type ComposeDeps, composeDue } from './compose.ts';
import { type DeliverDeps, deliverDue } from './deliver.ts';

/** Brings what is due to its channels whenever it is woken. */
export interface Courier {
  /** Something may have become due. Returns at once; a round under way is followed by another. */
  wake(): void;
  /** Resolves when the rounds asked for so far are done. */
  idle(): Promise<void>;
  /** Takes no new delivery and settles those under way, within the time given. */
  stop(graceMs: number): Promise<void>;
}

/** Shortest pause before the next attempt, in milliseconds: a claim that is due but held elsewhere must not spin. */
const SHORTEST_PAUSE_MS = 250;

export function createCourier(deps: ComposeDeps & DeliverDeps): Courier {
  const closing = new AbortController();
  const hurry = new AbortController();
  let round: Promise<void> | null = null;
  let again = false;
  let alarm: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    do {
      again = false;
      await composeDue(deps).catch(logFailure);
      const next = await deliverDue(deps, { closing: closing.signal, hurry: hurry.signal });
      setAlarm(next);
    } while (again && !closing.signal.aborted);
  }

  function setAlarm(next: Date | null): void {
    clearTimeout(alarm);
    if (!next || closing.signal.aborted) return;
    const pause = Math.max(SHORTEST_PAUSE_MS, next.getTime() - deps.now().getTime());
    alarm = setTimeout(wake, Math.min(pause, 60_000));
    alarm.unref();
  }

  function logFailure(error: unknown): void {
    deps.log.error({ err: error }, 'a round of deliveries failed');
  }

  function wake(): void {
    again = true;
    if (round || closing.signal.aborted) return;
    round = run()
      .catch(logFailure)
      .finally(() => {
        round = null;
      });
  }

  return {
    wake,
    idle: async () => {
      while (round) await round;
    },
    stop: async (graceMs) => {
      closing.abort();
      clearTimeout(alarm);
      const deadline = setTimeout(() => hurry.abort(), graceMs);
      await round;
      clearTimeout(deadline);
    },
  };
}
