import type { ChannelAddress } from '../core/channel.ts';
import type { Pace } from '../core/delivery.ts';
import type { Peers } from '../core/peers.ts';

/**
 * Lanes are the scopes of rate limits: a whole platform, or one workspace of it. Each is served by
 * one process at a time, so that what the pacer counts in memory is all there is to count.
 */
export interface Lanes {
  /**
   * Takes lanes as far as no other process serves them, and lets go of those that rest.
   * @param due where something is due.
   * @param busy lanes with a post under way.
   */
  take(due: readonly ChannelAddress[], busy: readonly ChannelAddress[]): Promise<void>;
  /** In how many milliseconds this process may post in a channel; null while its lane is another's. */
  waitMs(to: ChannelAddress): number | null;
  /** The name of a channel's lane. */
  nameOf(to: ChannelAddress): string;
}

/**
 * So many lanes are served by one process of several at a time. Each is a lock, of which
 * PostgreSQL has 6,400 in its usual settings.
 */
const MOST_LANES = 1_024;
/** Lanes are asked for so many at a time, that several processes share what is due at once. */
const ASKED_AT_ONCE = 32;
/** A lane that rests so long is let go of, in milliseconds. */
const REST_MS = 30_000;
/** Limits count a second: the first of a new holder may be the last of one that died. */
const FREE_MS = 1_000;

interface Held {
  readonly since: number;
  usedAt: number;
}

/** @param paceOf the pace of a platform by its name. @param now in milliseconds. */
export function createLanes(
  peers: Peers,
  paceOf: (platform: string) => Pace,
  now = () => performance.now(),
): Lanes {
  const most = peers.alone ? Number.POSITIVE_INFINITY : MOST_LANES;
  const held = new Map<string, Held>();
  const nameOf = (to: ChannelAddress) => `lane ${scopeOf(to, paceOf(to.platform))}`;

  function forgetLost(): void {
    for (const name of held.keys()) if (!peers.holds(name)) held.delete(name);
  }

  /** Those that rest, longest first. */
  function resting(inUse: ReadonlySet<string>, restMs: number): string[] {
    return [...held]
      .filter(([name, { usedAt }]) => !inUse.has(name) && now() - usedAt >= restMs)
      .map(([name]) => name);
  }

  async function letGo(names: readonly string[]): Promise<void> {
    for (const name of names) held.delete(name);
    await peers.release(names);
  }

  async function ask(names: readonly string[]): Promise<void> {
    for (const name of await peers.hold(names)) held.set(name, { since: now(), usedAt: now() });
  }

  return {
    nameOf,
    async take(due, busy) {
      forgetLost();
      const inUse = new Set([...due, ...busy].map(nameOf));
      for (const name of inUse) {
        const lane = held.get(name);
        if (lane) lane.usedAt = now();
      }
      const wanted = [...new Set(due.map(nameOf))].filter((name) => !held.has(name));
      const isFull = held.size + wanted.length > most;
      await letGo(resting(inUse, isFull ? FREE_MS : REST_MS));
      for (let at = 0; at < wanted.length && held.size < most; at += ASKED_AT_ONCE)
        await ask(wanted.slice(at, at + ASKED_AT_ONCE));
    },
    waitMs(to) {
      const lane = held.get(nameOf(to));
      if (!lane || !peers.holds(nameOf(to))) return null;
      return peers.alone ? 0 : Math.max(0, lane.since + FREE_MS - now());
    },
  };
}

function scopeOf({ platform, workspace }: ChannelAddress, pace: Pace): string {
  return isOneLane(pace) ? platform : `${platform} ${workspace}`;
}

/** True of a platform that counts what a bot posts in all its workspaces together. */
export function isOneLane({ perSecond }: Pace): boolean {
  return Number.isFinite(perSecond);
}
