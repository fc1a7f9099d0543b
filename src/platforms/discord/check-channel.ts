import {
  type APIGuild,
  type APIGuildChannel,
  type APIGuildMember,
  type APIThreadChannel,
  type APIUser,
  DiscordAPIError,
  Routes,
} from 'discord.js';
import type { Check } from '../../core/platform.ts';
import { bad, type Finding, good } from './check.ts';
import { refusal } from './error-codes.ts';
import { failureName, toStartError } from './errors.ts';
import { missing, permissionsOf } from './permissions.ts';
import type { DiscordRest } from './rest.ts';

const ARCHIVED = 50083;

/** What we read of a channel, whatever its type. */
type Channel = Partial<APIGuildChannel> & Partial<Pick<APIThreadChannel, 'thread_metadata'>>;

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
  const { guild_id: guild, thread_metadata: thread } = channel;
  if (!guild) return good('a direct channel: Discord tells only with a post who takes one');
  const label = `#${channel.name}`;
  if (thread?.archived && thread.locked) return bad(`${label} is locked`, reason(ARCHIVED, id));
  const lacks = missing(await permissionsIn(rest, guild, channel), thread ? 'thread' : 'channel');
  if (lacks.length === 0) return good(`${label}: the bot may post there`);
  const remedy = `Give the bot ${lacks.join(', ')} in ${label}: Edit Channel, Permissions.`;
  return bad(`${label}: the bot lacks ${lacks.join(', ')}`, remedy);
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
