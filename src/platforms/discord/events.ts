import {
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayThreadDeleteDispatchData,
} from 'discord.js';
import type { PlatformEvent } from '../../core/command.ts';

type Tell = (event: PlatformEvent) => void;

const REMOVED =
  'The bot was removed from this Discord server: invite it again, and posts go on by themselves.';

/** Tells where the bot may be let back in, and where it can post no more. */
export function watchPlaces(client: Client, tell: Tell): void {
  watchReturns(client, tell);
  watchEnds(client, tell);
}

/** What may give the bot a channel back: an invitation, a channel's or a role's permissions, a role. */
function watchReturns(client: Client, tell: Tell): void {
  const onReturn = (workspace: string) => tell({ kind: 'returned', workspace });
  client.on(Events.GuildCreate, ({ id }) => onReturn(id));
  client.on(Events.ChannelUpdate, (_, channel) => {
    if (!channel.isDMBased()) onReturn(channel.guildId);
  });
  client.on(Events.ThreadUpdate, (_, { guildId }) => onReturn(guildId));
  client.on(Events.GuildRoleUpdate, (_, { guild }) => onReturn(guild.id));
  client.on(Events.GuildMemberUpdate, (_, member) => {
    if (member.id === client.user?.id) onReturn(member.guild.id);
  });
}

/**
 * A server in an outage is no removal: discord.js tells of that by another event. Of a thread it
 * tells only while it remembers it, and it forgets archived ones: so that event is taken as it comes.
 */
function watchEnds(client: Client, tell: Tell): void {
  client.on(Events.GuildDelete, ({ id }) => tell({ kind: 'left', workspace: id, reason: REMOVED }));
  client.on(Events.ChannelDelete, (channel) => {
    if (!channel.isDMBased()) tell(closed(channel.guildId, channel.id, `#${channel.name}`));
  });
  const onThread = ({ id, guild_id }: GatewayThreadDeleteDispatchData) =>
    tell(closed(guild_id, id, `The thread ${id}`));
  client.ws.on(GatewayDispatchEvents.ThreadDelete, onThread);
}

function closed(workspace: string, channel: string, name: string): PlatformEvent {
  const reason = `${name} was deleted in Discord: subscribe again in another channel.`;
  return { kind: 'closed', channel: { platform: 'discord', workspace, channel }, reason };
}
