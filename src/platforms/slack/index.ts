import type { Platform } from '../../core/platform.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { checkSlack } from './check.ts';
import { checkChannel } from './check-channel.ts';
import { createFrontend } from './frontend.ts';
import { createSender } from './sender.ts';

export interface SlackOptions {
  /** "xoxb-…", with the scopes of docs/slack-manifest.yaml. */
  readonly botToken: string;
  /** "xapp-…", with connections:write. */
  readonly appToken: string;
  /** Another server in Slack's place, for instance "http://127.0.0.1:4000/api/". */
  readonly apiUrl?: string | undefined;
  readonly log: Log;
  readonly clock?: Clock;
}

/**
 * Slack: commands over Socket Mode, posts over the Web API, for the one workspace that the tokens
 * belong to. Nothing connects before `frontend.start`, `sender.send` or a check.
 */
export function createSlack({ botToken, appToken, apiUrl, log, clock }: SlackOptions): Platform {
  const options = { apiUrl, log };
  const tokens = { botToken, appToken };
  return {
    name: 'slack',
    sender: createSender(botToken, options, clock ?? systemClock),
    frontend: createFrontend(tokens, options, clock ?? systemClock),
    check: () => checkSlack(tokens, options),
    checkChannel: ({ channel }) => checkChannel(botToken, options, channel),
  };
}
