import type { ChannelAddress } from './channel.ts';
import type { Undelivered } from './dead-letters.ts';

/** How many things there are, as far as an operator counts them. */
export interface Counts {
  readonly papers: number;
  readonly channels: number;
  /** Channels that the platform refuses. */
  readonly paused: number;
  readonly subscriptions: number;
  /** Deliveries that wait, are under way, or were given up and wait for a person. */
  readonly pending: number;
  readonly sending: number;
  readonly failed: number;
  /** Since when the delivery waits that has waited longest of those that may go; null without one. */
  readonly waitingSince: Date | null;
}

/** What came and went on a day of UTC. */
export interface DayCounts {
  /** "2026-11-24" */
  readonly day: string;
  /** Papers that were seen for the first time. */
  readonly papers: number;
  /** Papers that satisfied a subscription, once for each. */
  readonly matches: number;
  /** Messages that were sent. */
  readonly posts: number;
}

/** A channel where nothing is posted at present. */
export interface PausedChannel {
  readonly address: ChannelAddress;
  /** What the platform said; null where its members paused it. */
  readonly reason: string | null;
  /** Until when its members paused it; null where the platform refuses it. */
  readonly until: Date | null;
  /** When it is looked at again; null when it is not. */
  readonly probeAt: Date | null;
}

/** A subscription as an operator sees it. */
export interface SubscriptionLine {
  readonly address: ChannelAddress;
  readonly query: string;
  /** Papers that had a card for it since a moment. */
  readonly posts: number;
}

/** What an operator looks at, over all channels. */
export interface OverviewStore {
  counts(now: Date): Promise<Counts>;
  /** Each day since the one in which a moment lies, the oldest first; days without anything are left out. */
  days(since: Date): Promise<DayCounts[]>;
  /** Dead letters first, then what waits, in the order of the queue; so many at most. */
  undelivered(limit: number): Promise<Undelivered[]>;
  /** Channels that are paused, those that the platform refuses first; so many at most. */
  pausedChannels(now: Date, limit: number): Promise<PausedChannel[]>;
  /** The next subscriptions after so many, the oldest first, with what they brought since a moment. */
  subscriptions(since: Date, skip: number, limit: number): Promise<SubscriptionLine[]>;
}
