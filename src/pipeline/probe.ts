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

/** Looks whether paused channels take posts again, and resumes those that do. Nothing is posted to find out. */
export interface Prober {
  /** Looks at those whose time has come, at all, or first of all at those of one workspace. Returns at once. */
  look(which: Which): void;
  stop(): void;
}

type Which = 'due' | 'all' | { readonly workspace: string };

/** One look a second is far below any platform's limits. */
const PACE = { concurrency: 1, interval: 1_000, intervalCap: 1 };

/** @param onResumed called when a channel is resumed. */
export function createProber(deps: ProbeDeps, onResumed: () => void): Prober {
  const { channels } = deps.storage;
  const looks = new PQueue(PACE);
  const waiting = new Set<number>();
  let stopped = false;

  async function lookAt(which: Which): Promise<void> {
    const paused = await listPaused(which, deps);
    if (stopped) return;
    const priority = typeof which === 'string' ? 0 : 1;
    for (const { id } of paused) {
      const name = `channel ${id}`;
      if (waiting.has(id)) looks.setPriority(name, priority);
      else void looks.add(() => lookOnce(id).catch(logFailure), { id: name, priority });
      waiting.add(id);
    }
  }

  async function lookOnce(id: number): Promise<void> {
    waiting.delete(id);
    if (await probe(id, deps)) {
      await channels.resume(id);
      onResumed();
    }
  }

  function logFailure(error: unknown): void {
    if (!stopped) deps.log.error({ err: error }, 'paused channels could not be looked at');
  }

  return {
    look: (which) => void lookAt(which).catch(logFailure),
    stop: () => {
      stopped = true;
      looks.clear();
    },
  };
}

async function listPaused(
  which: Which,
  { storage, platforms, now }: ProbeDeps,
): Promise<Channel[]> {
  if (which === 'due') return storage.channels.listProbes(now());
  const looked =
    which === 'all'
      ? await storage.channels.list()
      : await channelsIn(which.workspace, storage, platforms);
  return looked.filter((it) => it.pausedReason !== null);
}

/** The channels of a workspace, on whichever of these platforms it is. */
export async function channelsIn(
  workspace: string,
  { channels }: Pick<Storage, 'channels'>,
  platforms: readonly Pick<Platform, 'name'>[],
): Promise<Channel[]> {
  return (await Promise.all(platforms.map((it) => channels.listIn(it.name, workspace)))).flat();
}

/** True when a channel that is still paused takes posts again. A look in vain puts the next one off. */
async function probe(id: number, { storage, platforms, now, log }: ProbeDeps): Promise<boolean> {
  const { address, pausedReason } = await storage.channels.get(id);
  const platform = platforms.find((it) => it.name === address.platform);
  if (!platform || pausedReason === null) return false;
  const check = await platform.checkChannel(address);
  const reason = (await storage.channels.get(id)).pausedReason;
  if (reason === null) return false;
  if (check?.ok === false) {
    await storage.channels.refuse(id, reason, now());
    return false;
  }
  log.info({ channel: address.channel, reason }, 'a paused channel is tried again');
  return true;
}
