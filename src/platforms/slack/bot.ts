import type { AuthorizeResult } from '@slack/bolt';
import { type ApiOptions, createClient } from './api.ts';

/** Who the bot is, as auth.test tells. */
export interface Bot {
  readonly name: string;
  readonly team: string;
  readonly scopes: readonly string[] | undefined;
  readonly authorization: AuthorizeResult;
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
    team: `${me.team ?? 'unknown'} (${me.team_id ?? 'unknown'})`,
    scopes: me.response_metadata?.scopes,
    authorization: {
      botToken,
      ...(me.bot_id ? { botId: me.bot_id } : {}),
      ...(me.user_id ? { botUserId: me.user_id } : {}),
    },
  };
}
