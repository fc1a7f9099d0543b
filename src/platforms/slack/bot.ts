import { type ApiOptions, createClient } from './api.ts';
import type { Access } from './workspaces.ts';

/** Who the bot is, as auth.test tells. */
export interface Bot {
  readonly name: string;
  readonly team: string;
  readonly access: Access;
}

/** Asks Slack whose token this is. Rejects with the SDK's error. */
export async function identify(
  botToken: string,
  options: ApiOptions,
  signal?: AbortSignal,
): Promise<Bot> {
  const me = await createClient(botToken, options, signal).auth.test();
  return {
    name: `@${me.user ?? 'unknown'}`,
    team: `${me.team ?? 'unknown'} (${me.team_id ?? me.enterprise_id ?? 'unknown'})`,
    access: {
      botToken,
      botId: me.bot_id,
      botUserId: me.user_id,
      scopes: me.response_metadata?.scopes,
    },
  };
}
