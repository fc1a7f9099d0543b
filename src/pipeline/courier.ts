import { type ComposeDeps, composeDue } from './compose.ts';
import { createDeliverer, type DeliverDeps } from './deliver.ts';
import { reviseChanged } from './revise.ts';

/** Brings what is due to its channels whenever it is woken. */
export interface Courier {
  /** There may be papers for channels that get them at once. Returns at once. */
  wake(): void;
  /** There is something to send, as another process says: looked for in a moment, once for many. */
  nudge(): void;
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

export interface CourierDeps extends ComposeDeps, DeliverDeps {
  /** True while this process composes; there is one at a time. */
  readonly leads: () => Promise<boolean>;
  /** True of a process that sends. */
  readonly delivers: boolean;
}

export function createCourier(deps: CourierDeps): Courier {
  const deliverer = createDeliverer(deps, setAlarm);
  let round: Promise<void> | null = null;
  let again = false;
  let mayHaveNews = false;
  const closing = new AbortController();
  let alarm: { readonly timer: NodeJS.Timeout; readonly at: Date } | undefined;

  async function run(): Promise<void> {
    while (again && !closing.signal.aborted) {
      const hadNews = mayHaveNews;
      again = false;
      mayHaveNews = false;
      if (await deps.leads()) await composeDue(hadNews, deps, closing.signal).catch(logFailure);
      const next = deps.delivers ? await deliverer.begin() : null;
      if (next) setAlarm(next);
    }
  }

  /** Wakes at a moment, unless woken earlier anyway. */
  function setAlarm(at: Date): void {
    if (closing.signal.aborted || (alarm && alarm.at <= at)) return;
    clearTimeout(alarm?.timer);
    const wait = at.getTime() - deps.now().getTime();
    const pause = Math.min(Math.max(SHORTEST_PAUSE_MS, wait), LONGEST_PAUSE_MS);
    alarm = { timer: setTimeout(ring, pause).unref(), at };
  }

  function ring(): void {
    alarm = undefined;
    look();
  }

  function logFailure(error: unknown): void {
    deps.log.error({ err: error }, 'a round of deliveries failed');
  }

  function wake(): void {
    mayHaveNews = true;
    look();
  }

  function look(): void {
    again = true;
    if (round || closing.signal.aborted) return;
    round = run()
      .catch(logFailure)
      .finally(() => {
        round = null;
        if (again) look();
      });
  }

  return {
    wake,
    nudge: () => setAlarm(deps.now()),
    revise: async () => {
      if (closing.signal.aborted || !(await deps.leads())) return;
      if ((await reviseChanged(deps)) === 0) return;
      look();
    },
    idle: async () => {
      do {
        await round;
        await deliverer.idle();
      } while (round);
    },
    stop: async (graceMs) => {
      closing.abort();
      clearTimeout(alarm?.timer);
      await round;
      await deliverer.stop(graceMs);
    },
  };
}
