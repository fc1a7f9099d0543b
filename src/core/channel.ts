import type { Schedule } from './schedule.ts';

/** Where a channel is, in the words of its platform. */
export interface ChannelAddress {
  /** Name of the platform: "slack", "discord", "terminal". */
  readonly platform: string;
  /** Slack team id or Discord guild id; empty where the platform has none. */
  readonly workspace: string;
  /** Slack channel id or Discord channel id. */
  readonly channel: string;
}

/** A place that receives posts. */
export interface Channel {
  readonly id: number;
  readonly address: ChannelAddress;
  readonly schedule: Schedule;
  /** Why nothing is posted here at present; null when posting. Subscriptions are kept. */
  readonly pausedReason: string | null;
  /** When the next digest is due; null for a channel that gets papers at once. */
  readonly nextDigestAt: Date | null;
}

export interface ChannelStore {
  /** The channel at an address; undefined when nobody ever subscribed there. */
  find(address: ChannelAddress): Promise<Channel | undefined>;
  get(id: number): Promise<Channel>;
  /** The channel at an address, made with this schedule when it is new. */
  ensure(address: ChannelAddress, schedule: Schedule, now: Date): Promise<Channel>;
  /** Channels whose digest is due, and that are not paused. */
  listDue(now: Date): Promise<Channel[]>;
  /** Channels that get papers at once, are not paused, and have some that no post has brought yet. */
  listWithNewsAtOnce(): Promise<Channel[]>;
  list(): Promise<Channel[]>;
  /** Sets the schedule; its first digest is the next one after `now`. */
  setSchedule(id: number, schedule: Schedule, now: Date): Promise<void>;
  setNextDigest(id: number, at: Date): Promise<void>;
  /** Pauses with a reason, or resumes with null. */
  setPaused(id: number, reason: string | null): Promise<void>;
}
