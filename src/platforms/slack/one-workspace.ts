import type { ApiOptions } from './api.ts';
import { type Bot, identify } from './bot.ts';
import { explained } from './tokens.ts';
import type { Workspaces } from './workspaces.ts';

/** The one workspace that SLACK_BOT_TOKEN belongs to. */
export function createOneWorkspace(botToken: string, options: ApiOptions): Workspaces {
  let bot: Bot | undefined;
  return {
    remedy: 'install the app again, as docs/slack.md says',
    access: async () => bot?.access ?? { botToken },
    open: async (signal) => {
      bot = await explained(identify(botToken, options, signal), 'SLACK_BOT_TOKEN', options);
      return `as ${bot.name} in ${bot.team}`;
    },
    forget: async () => true,
  };
}
