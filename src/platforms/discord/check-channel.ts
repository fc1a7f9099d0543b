import {
  type APIGuild,
  type APIGuildChannel,
  type APIGuildMember,
  type APIThreadChannel,
  type APIUser,
  ChannelFlags,
  ChannelType,
  DiscordAPIError,
  Routes,
} from 'discord.js';
import type { Check } from '../../core/platform.ts';
import { bad, type Finding, good } from './check.ts';
import { refusal } from './error-codes.ts';
import { failureName, toStartError } from './errors.ts';
import { isForumType } from './forum.ts';
import { missing, missingExtras, permissionsOf, type Where } from './permissions.ts';
import type { DiscordRest } from './rest.ts';

const ARCHIVED = 50083;
const TAG_NEEDED = 40067;
const NO_TEXT = 50008;

/** What we read of a channel, whatever its type. */
type Channel = Partial<APIGuildChannel> &
  Partial<Pick<APIThreadChannel, 'thread_metadata' | 'flags'>>;

/** Whether the bot may post in a channel, a thread or a direct channel. Never rejects. */
export async function checkChannel(rest: DiscordRest, id: string): Promise<Check> {
  const name = `Discord channel ${id}`;
  try {
    return { name, ...(await examine(rest, id)) };
  } catch (error) {
    return { name, ...bad(failureName(error), remedy(error, id)) };
  }
}

async function examine(rest: DiscordRest, id: string): Promise<Finding> {
  const channel = await readChannel(rest, id);
  const { guild_id: guild, thread_metadata: thread, flags = 0 } = channel;
  if (!guild) return good('a direct channel: Discord tells only with a post who takes one');
  const label = `#${channel.name}`;
  const where = kindOf(channel);
  if (!where) return bad(`${label} takes no messages`, reason(NO_TEXT, id));
  if (thread?.archived && thread.locked) return bad(`${label} is locked`, reason(ARCHIVED, id));
  if (where === 'forum' && flags & ChannelFlags.RequireTag) {
    return bad(`${label} wants a tag on every post`, reason(TAG_NEEDED, id));
  }
  return verdict(label, where, await permissionsIn(rest, guild, channel));
}

function kindOf({ thread_metadata, type }: Channel): Where | undefined {
  if (thread_metadata) return 'thread';
  if (isForumType(type)) return 'forum';
  return type === ChannelType.GuildCategory ? undefined : 'channel';
}

function verdict(label: string, where: Where, permissions: bigint): Finding {
  const lacks = missing(permissions, where);
  if (lacks.length > 0) {
    const remedy = `Give the bot ${lacks.join(', ')} in ${label}: Edit Channel, Permissions.`;
    return bad(`${label}: the bot lacks ${lacks.join(', ')}`, remedy);
  }
  const extras = missingExtras(permissions, where);
  const remark = extras.length > 0 ? `, better with ${extras.join(', ')}` : '';
  return good(`${label}: the bot may post there${remark}`);
}

async function permissionsIn(rest: DiscordRest, guild: string, channel: Channel): Promise<bigint> {
  const me = await rest.call<APIUser>('get', Routes.user('@me'));
  const [server, member, { permission_overwrites = [] }] = await Promise.all([
    rest.call<APIGuild>('get', Routes.guild(guild)),
    rest.call<APIGuildMember>('get', Routes.guildMember(guild, me.id)),
    channel.thread_metadata ? readChannel(rest, channel.parent_id ?? '') : channel,
  ]);
  return permissionsOf(server, member, permission_overwrites);
}

function readChannel(rest: DiscordRest, id: string): Promise<Channel> {
  return rest.call<Channel>('get', Routes.channel(id));
}

function remedy(error: unknown, channel: string): string {
  const known = error instanceof DiscordAPIError ? reason(error.code, channel) : '';
  return known || toStartError(error).message;
}

function reason(code: unknown, channel: string): string {
  return refusal(code, channel)?.reason ?? '';
}
