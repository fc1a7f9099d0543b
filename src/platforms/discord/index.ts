import type { Platform } from '../../core/platform.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { check } from './check.ts';
import { checkChannel } from './check-channel.ts';
import { createFrontend } from './frontend.ts';
import { createRest } from './rest.ts';
import { createSender } from './sender.ts';

export interface DiscordOptions {
  /** The bot token from the Developer Portal. */
  readonly token: string;
  /** Base address of the REST interface, without the version; Discord's own when left out. */
  readonly apiUrl?: string;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Discord: posts and checks over REST, commands over the gateway once the frontend is started. */
export function createDiscord(options: DiscordOptions): Platform {
  const { token, apiUrl, log, clock = systemClock } = options;
  const rest = createRest(token, apiUrl);
  return {
    name: 'discord',
    sender: createSender(rest, log, clock),
    frontend: createFrontend({ token, apiUrl, rest, log, clock }),
    check: () => check(rest),
    checkChannel: ({ channel }) => checkChannel(rest, channel),
  };
}
