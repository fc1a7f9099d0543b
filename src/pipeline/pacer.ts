import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { ChannelAddress } from '../core/channel.ts';
import type { Pace } from '../core/delivery.ts';
import type { Clock } from '../lib/clock.ts';
import { waitAfter } from './backoff.ts';

/** Lets posts through as fast as their platforms take them, and in turn among workspaces. */
export interface Pacer {
  /**
   * Runs work when its channel, its workspace and its platform may have another post. A channel
   * asks for one turn at a time.
   * @returns undefined, with the work left undone, when the way is held or closed.
   */
  turn<T>(to: ChannelAddress, work: () => Promise<T>): Promise<T | undefined>;
  /**
   * Lets nothing through in a workspace, or on the whole platform, for a time that grows with
   * every hold until a post arrives.
   * @param wished how long the platform asks for, in milliseconds.
   */
  hold(to: ChannelAddress, whole: 'workspace' | 'platform', wished: number | undefined): void;
  /** Until when nothing goes through to a channel; null when its way is free. */
  heldUntil(to: ChannelAddress): Date | null;
  /** True when posts have got through there since the last hold, or there was none. */
  isOpen(to: ChannelAddress): boolean;
  /** A post arrived: what was held before goes on at full pace. */
  release(to: ChannelAddress): void;
  /** Lets nothing through any more; work that has begun goes on. */
  close(): void;
}

/**
 * How many posts of one workspace are under way at a time. What a workspace has beyond them waits
 * behind the other workspaces, so that one with a thousand channels leaves room for the rest.
 */
const WORKSPACE_AT_ONCE = 32;
const PLATFORM_AT_ONCE = 256;

/** @param paceOf the pace of a platform by its name. */
export function createPacer(paceOf: (platform: string) => Pace, now: Clock): Pacer {
  const gates = new Map<string, Gate>();
  const closing = new AbortController();
  const channels = createChannelRests(closing.signal);

  function gate(name: string, perSecond: number, atOnce: number): Gate {
    const known = gates.get(name) ?? createGate(perSecond, atOnce, closing.signal, now);
    gates.set(name, known);
    return known;
  }

  function workspaceGate({ platform, workspace }: ChannelAddress): Gate {
    const { workspacePerSecond } = paceOf(platform);
    return gate(`${platform} ${workspace}`, workspacePerSecond, WORKSPACE_AT_ONCE);
  }

  function platformGate({ platform }: ChannelAddress): Gate {
    return gate(platform, paceOf(platform).perSecond, PLATFORM_AT_ONCE);
  }

  function heldUntil(to: ChannelAddress): Date | null {
    const [one, other] = [platformGate(to).heldUntil(), workspaceGate(to).heldUntil()];
    return one && other ? (one > other ? one : other) : (one ?? other);
  }

  return {
    heldUntil,
    async turn(to, work) {
      let begun = false;
      const begin = async () => {
        if (heldUntil(to) || closing.signal.aborted) throw new Error('The way is not free.');
        begun = true;
        channels.start(to, paceOf(to.platform).channelMs);
        return work();
      };
      try {
        await channels.rest(to);
        return await workspaceGate(to).pass(() => platformGate(to).pass(begin));
      } catch (error) {
        if (begun) throw error;
        return undefined;
      }
    },
    hold(to, whole, wished) {
      (whole === 'platform' ? platformGate(to) : workspaceGate(to)).hold(wished);
    },
    isOpen: (to) => platformGate(to).isOpen() && workspaceGate(to).isOpen(),
    close() {
      closing.abort();
      for (const gate of gates.values()) gate.clear();
    },
    release(to) {
      platformGate(to).release();
      workspaceGate(to).release();
    },
  };
}

/** The pause that each channel has between two posts. */
function createChannelRests(closing: AbortSignal) {
  const freeAt = new Map<string, number>();
  const nameOf = ({ platform, channel }: ChannelAddress) => `${platform} ${channel}`;
  return {
    async rest(to: ChannelAddress): Promise<void> {
      const wait = (freeAt.get(nameOf(to)) ?? 0) - Date.now();
      if (wait > 0) await sleep(wait, undefined, { signal: closing });
    },
    start(to: ChannelAddress, channelMs: number): void {
      if (channelMs > 0) freeAt.set(nameOf(to), Date.now() + channelMs);
      if (freeAt.size > MOST_REMEMBERED) forgetPast(freeAt);
    },
  };
}

const MOST_REMEMBERED = 10_000;

function forgetPast(freeAt: Map<string, number>): void {
  const now = Date.now();
  for (const [name, at] of freeAt) if (at <= now) freeAt.delete(name);
}

/** Timers are late by a millisecond or two, which the next start makes up for; not for more. */
const LATE_MS = 20;

interface Gate {
  /** Runs work when its turn has come. */
  pass<T>(work: () => Promise<T>): Promise<T>;
  /** Forgets those that wait. */
  clear(): void;
  hold(wished: number | undefined): void;
  heldUntil(): Date | null;
  isOpen(): boolean;
  release(): void;
}

/**
 * So many starts a second, at even distances: a whole second's starts at once would meet the next
 * ones in one of the platform's own seconds. After a hold, one post at a time tries the way.
 */
function createGate(perSecond: number, atOnce: number, closing: AbortSignal, now: Clock): Gate {
  const queue = new PQueue({ concurrency: atOnce });
  let nextStart = 0;
  let turns: Promise<void> = Promise.resolve();
  let until = new Date(0);
  let waitedMs = 0;
  const isHeld = () => until > now();

  async function startInTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = turns.then(waitForStart);
    turns = turn.catch(() => undefined);
    await turn;
    return work();
  }

  /** A process that stood still does not make up for it: that would be a second's starts at once. */
  async function waitForStart(): Promise<void> {
    const wait = nextStart - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal: closing });
    const isLate = performance.now() - nextStart > LATE_MS;
    nextStart = (isLate ? performance.now() : nextStart) + 1_000 / perSecond;
  }

  return {
    pass: (work) => queue.add(() => startInTurn(work)),
    clear: () => queue.clear(),
    hold(wished) {
      const waitMs = waitAfter(waitedMs, wished);
      if (!isHeld()) waitedMs += waitMs;
      const end = new Date(now().getTime() + waitMs);
      if (end > until) until = end;
      queue.concurrency = 1;
      queue.clear();
    },
    heldUntil: () => (isHeld() ? until : null),
    isOpen: () => waitedMs === 0,
    release() {
      if (isHeld()) return;
      waitedMs = 0;
      queue.concurrency = atOnce;
    },
  };
}
