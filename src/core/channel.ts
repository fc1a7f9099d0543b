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
  /** The last scheduled time that was handled (composed, or found empty). */
  readonly composedUntil: Date;
}

export interface ChannelStore {
  /** The channel at an address; undefined when nobody ever subscribed there. */
  find(address: ChannelAddress): Promise<Channel | undefined>;
  get(id: number): Promise<Channel>;
  /** The channel at an address, made with this schedule when it is new. */
  ensure(address: ChannelAddress, schedule: Schedule, now: Date): Promise<Channel>;
  /** Channels with matches that no post has brought yet. */
  listWithNews(): Promise<Channel[]>;
  list(): Promise<Channel[]>;
  setSchedule(id: number, schedule: Schedule): Promise<void>;
  setComposedUntil(id: number, slot: Date): Promise<void>;
  /** Pauses with a reason, or resumes with null. */
  setPaused(id: number, reason: string | null): Promise<void>;
}
