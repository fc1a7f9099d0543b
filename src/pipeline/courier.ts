import { createRounds } from '../lib/rounds.ts';
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
/** A look that takes long, because much is waiting, is followed by a pause so many times as long. */
const REST_SHARE = 9;

export interface CourierDeps extends ComposeDeps, DeliverDeps {
  /** True while this process composes; there is one at a time. */
  readonly leads: () => Promise<boolean>;
  /** True of a process that sends. */
  readonly delivers: boolean;
}

export function createCourier(deps: CourierDeps): Courier {
  const deliverer = createDeliverer(deps, setAlarm);
  const closing = new AbortController();
  const composing = createRounds(compose, logFailure);
  const sending = createRounds(send, logFailure);
  let mayHaveNews = false;
  let mayLookAt = 0;
  let alarm: { readonly timer: NodeJS.Timeout; readonly at: Date } | undefined;

  async function compose(): Promise<void> {
    const hadNews = mayHaveNews;
    mayHaveNews = false;
    try {
      if (!closing.signal.aborted && (await deps.leads()))
        await composeDue({ mayHaveNews: hadNews, onComposed: nudge, signal: closing.signal }, deps);
    } finally {
      sending.wake();
    }
  }

  async function send(): Promise<void> {
    if (!deps.delivers || closing.signal.aborted) return;
    const began = performance.now();
    const next = await deliverer.begin();
    const ended = performance.now();
    mayLookAt = ended + (ended - began) * REST_SHARE;
    if (next) setAlarm(next);
  }

  /** Looks at a moment, unless it looks earlier anyway. */
  function setAlarm(at: Date): void {
    if (closing.signal.aborted || (alarm && alarm.at <= at)) return;
    clearTimeout(alarm?.timer);
    const wait = Math.max(at.getTime() - deps.now().getTime(), mayLookAt - performance.now());
    const pause = Math.min(Math.max(SHORTEST_PAUSE_MS, wait), LONGEST_PAUSE_MS);
    alarm = { timer: setTimeout(ring, pause).unref(), at };
  }

  function ring(): void {
    alarm = undefined;
    sending.wake();
  }

  function logFailure(error: unknown): void {
    deps.log.error({ err: error }, 'a round of deliveries failed');
  }

  function wake(): void {
    mayHaveNews = true;
    composing.wake();
  }

  function nudge(): void {
    setAlarm(deps.now());
  }

  return {
    wake,
    nudge,
    revise: async () => {
      if (closing.signal.aborted || !(await deps.leads())) return;
      if ((await reviseChanged(deps)) > 0) sending.wake();
    },
    idle: async () => {
      do {
        await composing.idle();
        await sending.idle();
        await deliverer.idle();
      } while (composing.isUnderWay() || sending.isUnderWay());
    },
    stop: async (graceMs) => {
      closing.abort();
      clearTimeout(alarm?.timer);
      await composing.idle();
      await sending.idle();
      await deliverer.stop(graceMs);
    },
  };
}
