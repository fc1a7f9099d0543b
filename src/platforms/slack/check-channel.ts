import { webApi } from '@slack/bolt';
import type { ChannelAddress } from '../../core/channel.ts';
import { DeliveryError } from '../../core/delivery.ts';
import type { Check } from '../../core/platform.ts';
import type { ApiOptions } from './api.ts';
import { codeMeaning } from './error-codes.ts';
import { slackCode } from './errors.ts';
import { tokenProblem } from './tokens.ts';
import type { ClientOf } from './workspaces.ts';

type Finding = Omit<Check, 'name'>;

/** A person's id, which stands for the direct messages with that person. */
const PERSON = /^[UW]/;

/**
 * Whether the bot may post in a channel, as far as its scopes let Slack tell; null for direct
 * messages, where it always may. Never rejects.
 */
export async function checkChannel(
  clientOf: ClientOf,
  options: ApiOptions,
  { workspace, channel }: ChannelAddress,
): Promise<Check | null> {
  if (PERSON.test(channel)) return null;
  const name = `Slack channel ${channel}`;
  try {
    return { name, ...(await askForIt(await clientOf(workspace), channel)) };
  } catch (error) {
    return { name, ok: false, ...explain(error, options) };
  }
}

/** conversations.info tells all; its scopes are optional. */
async function askForIt(client: webApi.WebClient, channel: string): Promise<Finding> {
  try {
    const { channel: found, response_metadata } = await client.conversations.info({ channel });
    if (found?.is_archived) return refused('is_archived');
    if (found?.is_member || found?.is_im || found?.is_mpim) return member();
    return found?.is_private ? refused('not_in_channel') : outside(response_metadata?.scopes);
  } catch (error) {
    if (slackCode(error) !== 'missing_scope') throw error;
    return askForHistory(client, channel, error);
  }
}

/** Asked for the messages from now on, of which there are none, Slack shows membership. */
async function askForHistory(
  client: webApi.WebClient,
  channel: string,
  cause: unknown,
): Promise<Finding> {
  try {
    const oldest = (Date.now() / 1_000).toFixed(6);
    await client.conversations.history({ channel, oldest, limit: 1 });
    return member();
  } catch (error) {
    const code = slackCode(error);
    if (code === 'not_in_channel') return outside(dataOf(error)?.response_metadata?.scopes);
    if (code === 'missing_scope') return untold(cause);
    throw error;
  }
}

function member(): Finding {
  return good('the bot is a member there');
}

/** A public channel that the bot was not invited to. */
function outside(scopes: readonly string[] | undefined): Finding {
  if (scopes?.includes('chat:write.public')) return good('public: the bot needs no invitation');
  return refused('not_in_channel');
}

function untold(error: unknown): Finding {
  const { needed: scope = 'channels:read' } = (dataOf(error) ?? {}) as { needed?: string };
  return good(`Slack does not tell whether the bot may post there without the scope ${scope}`);
}

function good(detail: string): Finding {
  return { ok: true, detail, remedy: '' };
}

function refused(code: string): Finding {
  return { ok: false, detail: `the bot may not post there (${code})`, remedy: remedyOf(code) };
}

function explain(error: unknown, { apiUrl }: ApiOptions) {
  if (error instanceof DeliveryError) return { detail: error.message, remedy: '' };
  const code = slackCode(error);
  if (code === 'channel_not_found') return refused(code);
  return tokenProblem(error, 'the token of the workspace', apiUrl);
}

function remedyOf(code: string): string {
  return codeMeaning(code).remedy;
}

function dataOf(error: unknown): webApi.WebAPICallResult | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data : undefined;
}
