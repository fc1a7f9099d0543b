import type { webApi } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import type { ChatHooks } from '../../core/command.ts';
import type { Message } from '../../core/message.ts';
import type { Log } from '../../lib/log.ts';
import { context } from './blocks.ts';
import { failureName, slackCode } from './errors.ts';
import { SLACK_LIMITS } from './limits.ts';
import { paginate } from './paginate.ts';
import { renderPrivate } from './render.ts';

/** How many channels of a person are asked for: five calls of 200; ours. */
const PAGE = 200;
const MOST_PAGES = 5;

/** With all scopes of the manifest, and without groups:read. */
const CHANNEL_TYPES = ['public_channel,private_channel', 'public_channel'];

/** Whose home it is. */
export interface HomeOwner {
  readonly workspace: string;
  readonly userId: string;
}

/** Shows a person's page of the bot. Rejects with the SDK's error. */
export async function publishHome(
  client: webApi.WebClient,
  { workspace, userId }: HomeOwner,
  { home }: Pick<ChatHooks, 'home'>,
  log: Log,
): Promise<void> {
  const channels = await channelsOf(client, userId, log);
  const message = await home({ platform: 'slack', workspace, userId, channels });
  await client.views.publish({ user_id: userId, view: homeView(message) });
}

/** A page of the bot; what does not fit on it is left out, and the last line says so. */
export function homeView(message: Message): HomeView {
  const frame = {
    blocks: SLACK_LIMITS.viewBlocks - 1,
    json: SLACK_LIMITS.viewJson,
    render: renderPrivate,
  };
  const [first = message, ...others] = paginate(message, frame);
  const end = others.length > 0 ? [context('Slack shows no more on this page.')] : [];
  return { type: 'home', blocks: [...renderPrivate(first).blocks, ...end] };
}

/**
 * The channels of a person that the bot may know of; null when Slack tells none of them now. In an
 * organization it is asked about the team where the home is: bolt's client names it in every call.
 */
async function channelsOf(
  client: webApi.WebClient,
  user: string,
  log: Log,
): Promise<string[] | null> {
  for (const types of CHANNEL_TYPES) {
    try {
      return await listChannels(client, user, types);
    } catch (error) {
      log.debug({ user }, `Slack does not tell a person's channels (${failureName(error)})`);
      if (slackCode(error) !== 'missing_scope') return null;
    }
  }
  return null;
}

async function listChannels(
  client: webApi.WebClient,
  user: string,
  types: string,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const given = { user, types, exclude_archived: true, limit: PAGE };
    const answer = await client.users.conversations({ ...given, ...(cursor ? { cursor } : {}) });
    ids.push(...(answer.channels ?? []).flatMap(({ id }) => id ?? []));
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return ids;
}
