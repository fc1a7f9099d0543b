import {
  type APIInteractionDataResolvedChannel,
  type AutocompleteInteraction,
  type BaseInteraction,
  type CommandInteractionOption,
  GuildMember,
  PermissionFlagsBits,
  PermissionsBitField,
} from 'discord.js';
import type { ChannelAddress } from '../../core/channel.ts';
import type { SuggestRequest } from '../../core/command.ts';
import { commandName, forumOption } from './commands.ts';

/**
 * The channel that a command or a press is about: the forum that was chosen, the channel of a
 * thread that the bot itself has opened for a digest, else the place where it happened.
 */
export function addressOf(interaction: BaseInteraction): ChannelAddress {
  const { guildId, channelId } = interaction;
  return {
    platform: 'discord',
    workspace: guildId ?? '',
    channel: chosenForum(interaction) ?? parentOfOwnThread(interaction) ?? channelId ?? '',
  };
}

/** What is being typed where something may be suggested. */
export function suggestRequest(interaction: AutocompleteInteraction): SuggestRequest {
  return {
    command: commandName(interaction.commandName, interaction.options.data),
    typed: interaction.options.getFocused(),
    channel: addressOf(interaction),
  };
}

/**
 * Whether the person may change what a command is about: Manage Channels there. In a direct message
 * one manages one's own channel.
 * @param about the channel that is meant, where that is another one
 */
export function mayManage(interaction: BaseInteraction, about: string | undefined): boolean {
  const permissions =
    about === undefined ? interaction.memberPermissions : permissionsThere(interaction, about);
  return permissions?.has(PermissionFlagsBits.ManageChannels) ?? !interaction.inGuild();
}

/** Whether the person sees a channel beside the one where something happens. */
export function maySee(interaction: BaseInteraction, about: string): boolean {
  return permissionsThere(interaction, about).has(PermissionFlagsBits.ViewChannel);
}

/** The forum that a command names, or one that is being typed. */
export function chosenForum(interaction: BaseInteraction): string | undefined {
  const hasOptions = interaction.isChatInputCommand() || interaction.isAutocomplete();
  return hasOptions ? forumOption(interaction.options.data) : undefined;
}

function parentOfOwnThread({ channel, client }: BaseInteraction): string | undefined {
  const own = channel?.isThread() && channel.ownerId === client.user.id;
  return own ? (channel.parentId ?? undefined) : undefined;
}

type ResolvedChannel = NonNullable<CommandInteractionOption['channel']>;

function channelOf(options: readonly CommandInteractionOption[]): ResolvedChannel | undefined {
  return options
    .flatMap((option) => [option, ...(option.options ?? [])])
    .find(({ channel }) => channel)?.channel as ResolvedChannel | undefined;
}

/**
 * What the person may do in a channel of the server. Of one that discord.js does not know, Discord's
 * own sum comes with the command; none comes with a button.
 */
function permissionsThere(interaction: BaseInteraction, id: string) {
  const { guild, member } = interaction;
  const named = interaction.isChatInputCommand() && channelOf(interaction.options.data);
  const channel = named || guild?.channels.cache.get(id);
  if (channel && 'permissionsFor' in channel && member instanceof GuildMember)
    return channel.permissionsFor(member);
  const { permissions } = (channel ?? {}) as Partial<APIInteractionDataResolvedChannel>;
  return new PermissionsBitField(BigInt(permissions ?? 0));
}
