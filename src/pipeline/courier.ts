import { type ComposeDeps, composeDue } from './compose.ts';
import { createDeliverer, type DeliverDeps } from './deliver.ts';
import { reviseChanged } from './revise.ts';

/** Brings what is due to its channels whenever it is woken. */
export interface Courier {
  /** Something may have become due. Returns at once. */
  wake(): void;
  /** Queues edits of posts whose papers have later news. Once a minute at most. */
  revise(): Promise<void>;
  /** Resolves when everything that was due is composed and sent, as far as it can be sent now. */
  idle(): Promise<void>;
  /** Takes no new delivery and settles those under way, within the time given. */
  stop(graceMs: number): Promise<void>;
}

/** Shortest pause before the next look, in milliseconds: what is due but held elsewhere must not spin. */
const SHORTEST_PAUSE_MS = 250;
/** Longest pause, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000;

export function createCourier(deps: ComposeDeps & DeliverDeps): Courier {
  const deliverer = createDeliverer(deps, setAlarm);
  let round: Promise<void> | null = null;
  let again = false;
  let closed = false;
  let alarm: { readonly timer: NodeJS.Timeout; readonly at: Date } | undefined;

  async function run(): Promise<void> {
    while (again && !closed) {
      again = false;
      await composeDue(deps).catch(logFailure);
      const next = await deliverer.begin();
      if (next) setAlarm(next);
    }
  }

  /** Wakes at a moment, unless woken earlier anyway. */
  function setAlarm(at: Date): void {
    if (closed || (alarm && alarm.at <= at)) return;
    clearTimeout(alarm?.timer);
    const wait = at.getTime() - deps.now().getTime();
    const pause = Math.min(Math.max(SHORTEST_PAUSE_MS, wait), LONGEST_PAUSE_MS);
    alarm = { timer: setTimeout(ring, pause).unref(), at };
  }

  function ring(): void {
    alarm = undefined;
    wake();
  }

  function logFailure(error: unknown): void {
    deps.log.error({ err: error }, 'a round of deliveries failed');
  }

  function wake(): void {
    again = true;
    if (round || closed) return;
    round = run()
      .catch(logFailure)
      .finally(() => {
        round = null;
        if (again) wake();
      });
  }

  return {
    wake,
    revise: async () => {
      if (closed || (await reviseChanged(deps)) === 0) return;
      wake();
    },
    idle: async () => {
      do {
        await round;
        await deliverer.idle();
      } while (round);
    },
    stop: async (graceMs) => {
      closed = true;
      clearTimeout(alarm?.timer);
      await round;
      await deliverer.stop(graceMs);
    },
  };
}
