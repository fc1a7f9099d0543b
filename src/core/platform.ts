import type { ChannelAddress } from './channel.ts';
import type { ChatFrontend } from './command.ts';
import type { Sender } from './delivery.ts';

/** One check that `paper-route doctor` prints. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found. */
  readonly detail: string;
  /** What to do about it; empty when all is well. */
  readonly remedy: string;
}

/** Slack, Discord, the terminal: an adapter over the platform's own SDK. */
export interface Platform {
  /** The platform's name as it stands in a ChannelAddress. */
  readonly name: string;
  readonly sender: Sender;
  /** Null for a platform that only sends. */
  readonly frontend: ChatFrontend | null;
  /** Tokens and permissions, one by one, for `paper-route doctor`. Never rejects, never posts. */
  check(): Promise<Check[]>;
  /**
   * Whether the bot may post in one channel; null where there is nothing to ask. Where the
   * platform does not tell, the check is ok and its detail says so. Never rejects, never posts.
   */
  checkChannel(address: ChannelAddress): Promise<Check | null>;
}
