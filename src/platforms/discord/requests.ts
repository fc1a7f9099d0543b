import {
  type BaseInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  InteractionContextType,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { ChannelAddress } from '../../core/channel.ts';
import type { CommandRequest, Member, Place, Reply } from '../../core/command.ts';
import { addressOf, mayManage, maySee } from './place.ts';

/** What is answered with a message. */
export type Answerable =
  | ChatInputCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction;

/** Commands that need no channel of their own. */
const WORK_ANYWHERE = [
  ...['help', 'search', 'preview', 'trending', 'why', 'paper'],
  ...['save', 'unsave', 'saved'],
];

/**
 * A command, a press or a form as the core knows it.
 * @param about the channel that a button or a form is about, where that is another one
 */
export function toRequest(interaction: Answerable, text: string, about?: string): CommandRequest {
  const { user } = interaction;
  const member = { id: user.id, name: user.displayName, home: '', timeZone: async () => null };
  if (isElsewhere(interaction)) return privately(text, member);
  const here = addressOf(interaction);
  const channel = about === undefined ? here : { ...here, channel: about };
  const manages = mayManage(interaction, about);
  return {
    ...{ text, channel, place: placeOf(interaction, channel.channel) },
    member: { ...member, mayManage: async () => manages },
  };
}

/**
 * Why a command can't be carried out here; null when it can. A person may take the bot along into
 * servers that have not let it in, where it can answer and can't post.
 * @param about the channel that is meant, where that is another one
 */
export function refusalHere(
  interaction: Answerable,
  text: string,
  about: string | undefined,
): Reply | null {
  if (about !== undefined && !maySee(interaction, about)) return plainReply('notSeen', NOT_SEEN);
  const [first = '', second = 'help'] = text.trim().toLowerCase().split(/\s+/);
  const name = first === 'papers' ? second : first;
  if (!isElsewhere(interaction) || WORK_ANYWHERE.includes(name)) return null;
  return plainReply('notLetIn', NOT_LET_IN);
}

/** A refusal in one sentence. */
export function plainReply(name: string, sentence: string): Reply {
  return { name, tone: 'bad', message: { heading: [sentence], lines: [], cards: [] } };
}

const NOT_SEEN =
  'You can not see that forum, so its papers are not shown to you: ask who manages the server for View Channel there.';

const NOT_LET_IN =
  'The bot can not post here, because this place has not let it in: ask who manages the server to add it, or open a direct message with the bot and follow topics there.';

/** What kind of place a channel is, as far as its server is known. */
function placeOf(interaction: BaseInteraction, id: string): Place {
  if (!interaction.inGuild()) return 'private';
  const type = interaction.guild?.channels.cache.get(id)?.type;
  return type === ChannelType.GuildForum || type === ChannelType.GuildMedia ? 'forum' : 'shared';
}

/** True where only the person has the bot, not the server or the group. */
function isElsewhere({ authorizingIntegrationOwners: owners, context }: BaseInteraction): boolean {
  if (context === InteractionContextType.BotDM) return false;
  return owners.guildId === null && owners.userId !== null;
}

/** The person's id stands for a channel that does not exist: nothing is set there. */
function privately(text: string, member: Omit<Member, 'mayManage'>): CommandRequest {
  const channel: ChannelAddress = { platform: 'discord', workspace: '', channel: member.id };
  return { text, channel, place: 'private', member: { ...member, mayManage: async () => false } };
}
