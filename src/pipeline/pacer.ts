import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { ChannelAddress } from '../core/channel.ts';
import type { Pace } from '../core/delivery.ts';
import type { Clock } from '../lib/clock.ts';
import { waitAfter } from './backoff.ts';
import { after } from './moments.ts';

/**
 * Resolves when so many requests may be made; false when the way was held or closed meanwhile, and
 * none may be made.
 */
export type Start = (requests: number) => Promise<boolean>;

/** Lets posts through as fast as their platforms take them, and in turn among workspaces. */
export interface Pacer {
  /**
   * Runs work when its channel may have another post and its workspace and platform soon have room
   * for it. The work prepares itself, and starts by the function that it is given. A channel asks
   * for one turn at a time.
   * @returns undefined, with the work not begun, when the way is held or closed.
   */
  turn<T>(to: ChannelAddress, work: (start: Start) => Promise<T>): Promise<T | undefined>;
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
/**
 * For how long they prepare themselves for their starts, in milliseconds, so that a claim that
 * takes long delays none, and a process that dies has few in its hands.
 */
const AHEAD_MS = 150;

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
      const isFree = () => heldUntil(to) === null && !closing.signal.aborted;
      const begin = async (start: Start) => {
        if (!isFree()) throw new Error('The way is not free.');
        begun = true;
        return work(async (requests) => {
          const started = await start(requests).catch(() => false);
          if (started) channels.start(to, paceOf(to.platform).channelMs);
          return started && isFree();
        });
      };
      try {
        await channels.rest(to);
        return await workspaceGate(to).pass((one) =>
          platformGate(to).pass((other) => begin(async (n) => (await one(n)) && other(n))),
        );
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

/**
 * Timers are late, by much on a busy machine. So much is made up for, in milliseconds; a process
 * that stood still for longer does not make up for that.
 */
const LATE_MS = 100;
/** Limits count a second. */
const SECOND_MS = 1_000;

interface Gate {
  /** Runs work when there is room for it. */
  pass<T>(work: (start: Start) => Promise<T>): Promise<T>;
  /** Forgets those that wait. */
  clear(): void;
  hold(wished: number | undefined): void;
  heldUntil(): Date | null;
  isOpen(): boolean;
  release(): void;
}

/** After a hold, one post at a time tries the way. */
function createGate(perSecond: number, atOnce: number, closing: AbortSignal, now: Clock): Gate {
  const room = new PQueue({ concurrency: atOnce });
  const ahead = new PQueue({ concurrency: aheadOf(perSecond) });
  const takeStart = createStarts(perSecond, closing);
  let until = new Date(0);
  let waitedMs = 0;
  const isHeld = () => until > now();

  /** Work that is ahead stays so until it starts or ends. */
  async function getAhead<T>(work: (start: Start) => Promise<T>): Promise<T> {
    const [seat, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const leaving = ahead.add(() => {
      seat.resolve();
      return left.promise;
    });
    await Promise.race([seat.promise, leaving]);
    try {
      return await work(async (requests) => {
        for (let count = 0; count < requests; count++) await takeStart();
        left.resolve();
        return true;
      });
    } finally {
      left.resolve();
    }
  }

  function clear(): void {
    room.clear();
    ahead.clear();
  }

  return {
    pass: (work) => room.add(() => getAhead(work)),
    clear,
    hold(wished) {
      const waitMs = waitAfter(waitedMs, wished);
      if (!isHeld()) waitedMs += waitMs;
      const end = after(now(), waitMs);
      if (end > until) until = end;
      room.concurrency = 1;
      clear();
    },
    heldUntil: () => (isHeld() ? until : null),
    isOpen: () => waitedMs === 0,
    release() {
      if (isHeld()) return;
      waitedMs = 0;
      room.concurrency = atOnce;
    },
  };
}

function aheadOf(perSecond: number): number {
  return Math.max(2, Math.ceil((perSecond * AHEAD_MS) / SECOND_MS));
}

/**
 * So many starts a second, at even distances: a whole second's starts at once would meet the next
 * ones in one of the platform's own seconds. Of what is made up for, one fits in any second.
 * @returns resolves at the next start; rejects when it is closed.
 */
function createStarts(perSecond: number, closing: AbortSignal): () => Promise<void> {
  const recent: number[] = [];
  let next = 0;
  let turns: Promise<void> = Promise.resolve();

  async function waitForStart(askedAt: number): Promise<void> {
    const due = Math.max(next, askedAt);
    const full = recent.length > perSecond ? (recent.shift() ?? 0) + SECOND_MS : 0;
    const waitMs = Math.max(due, full) - performance.now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: closing });
    const started = performance.now();
    recent.push(started);
    next = Math.max(due, started - LATE_MS) + SECOND_MS / perSecond;
  }

  return () => {
    if (!Number.isFinite(perSecond)) return Promise.resolve();
    const askedAt = performance.now();
    const turn = turns.then(() => waitForStart(askedAt));
    turns = turn.catch(() => undefined);
    return turn;
  };
}
