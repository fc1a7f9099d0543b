import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { Channel } from '../core/channel.ts';
import type { Platform } from '../core/platform.ts';
import type { Storage } from '../core/stores.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

export interface ProbeDeps {
  readonly storage: Storage;
  readonly platforms: readonly Platform[];
  readonly now: Clock;
  readonly log: Log;
}

/** Looks whether paused channels take posts again, and resumes those that do. */
export interface Prober {
  /** Looks at those whose time has come, at all, or at those of one workspace. Returns at once. */
  look(which: 'due' | 'all' | { readonly workspace: string }): void;
  stop(): void;
}

/** Between two looks, in milliseconds: far below any platform's limits. */
const PAUSE_MS = 1_000;
/** Rounds that wait behind the one under way; more of them would see nothing new. */
const MOST_WAITING = 100;

/** @param onResumed called after a round that resumed channels. */
export function createProber(deps: ProbeDeps, onResumed: () => void): Prober {
  const rounds = new PQueue({ concurrency: 1 });
  const stopped = new AbortController();

  async function look(which: Parameters<Prober['look']>[0]): Promise<void> {
    try {
      const paused = await listPaused(which, deps);
      if ((await probeAll(paused, deps, stopped.signal)) > 0) onResumed();
    } catch (error) {
      if (!stopped.signal.aborted)
        deps.log.error({ err: error }, 'paused channels could not be looked at');
    }
  }

  return {
    look: (which) => {
      if (rounds.size < MOST_WAITING && !stopped.signal.aborted) void rounds.add(() => look(which));
    },
    stop: () => {
      stopped.abort();
      rounds.clear();
    },
  };
}

async function listPaused(
  which: Parameters<Prober['look']>[0],
  { storage, now }: ProbeDeps,
): Promise<Channel[]> {
  if (which === 'due') return storage.channels.listProbes(now());
  const all = await storage.channels.list();
  const paused = all.filter((it) => it.pausedReason !== null);
  return which === 'all' ? paused : paused.filter((it) => it.address.workspace === which.workspace);
}

/** Nothing is posted to find out. A look in vain puts the next one off. Gives how many were resumed. */
async function probeAll(
  paused: readonly Channel[],
  deps: ProbeDeps,
  signal: AbortSignal,
): Promise<number> {
  let resumed = 0;
  for (const [place, channel] of paused.entries()) {
    if (place > 0) await sleep(PAUSE_MS, undefined, { signal, ref: false });
    if (await probe(channel, deps)) resumed++;
  }
  return resumed;
}

async function probe(channel: Channel, deps: ProbeDeps): Promise<boolean> {
  const { id, address, pausedReason } = channel;
  const platform = deps.platforms.find((it) => it.name === address.platform);
  if (!platform) return false;
  const check = await platform.checkChannel(address);
  if (check?.ok === false) {
    await deps.storage.channels.refuse(id, pausedReason ?? check.detail, deps.now());
    return false;
  }
  await deps.storage.channels.resume(id);
  deps.log.info({ channel: address.channel, pausedReason }, 'a paused channel is tried again');
  return true;
}
