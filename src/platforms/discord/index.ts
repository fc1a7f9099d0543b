import { NO_PEERS, type Peers } from '../../core/peers.ts';
import type { Platform } from '../../core/platform.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { check } from './check.ts';
import { checkChannel } from './check-channel.ts';
import { createFrontend } from './frontend.ts';
import { createRest } from './rest.ts';
import { createSender } from './sender.ts';
import type { ShardSettings } from './shards.ts';

export interface DiscordOptions {
  /** The bot token from the Developer Portal. */
  readonly token: string;
  /** Base address of the REST interface, without the version; Discord's own when left out. */
  readonly apiUrl?: string;
  /** The processes that share the bot; none when left out. */
  readonly peers?: Peers;
  /** When left out, one process has as many shards as Discord recommends. */
  readonly shards?: ShardSettings | null;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Discord: posts and checks over REST, commands over the gateway once the frontend is started. */
export function createDiscord(options: DiscordOptions): Platform {
  const { token, apiUrl, log, clock = systemClock, peers = NO_PEERS, shards = null } = options;
  const rest = createRest(token, apiUrl);
  return {
    name: 'discord',
    sender: createSender(rest, log, clock),
    frontend: createFrontend({ token, apiUrl, rest, peers, shards, log, clock }),
    check: () => check(rest),
    checkChannel: ({ channel }) => checkChannel(rest, channel),
  };
}
