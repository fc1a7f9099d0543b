/**
 * A preload (`node --import …`) for the bot's process: counts the event loop's delays from the
 * first SIGUSR2 on, and at the end of the process writes them and its peak memory to METER_FILE.
 */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Meter {
  /** In milliseconds. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly peakMegabytes: number;
}

/** How often the delay is looked at, in milliseconds; every delay counts from there. */
const RESOLUTION_MS = 5;
const NANOSECONDS = 1_000_000;

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
process.once('SIGUSR2', () => delays.enable());
process.once('exit', () => {
  const delayMs = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS);
  const meter: Meter = {
    delay: {
      p50: delayMs(delays.percentile(50)),
      p99: delayMs(delays.percentile(99)),
      max: delayMs(delays.max),
    },
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  writeFileSync(process.env.METER_FILE ?? '/dev/null', JSON.stringify(meter));
});
