import { MessageFlags, Routes } from 'discord.js';
import type { Reply } from '../../core/command.ts';
import { renderReply } from './render.ts';
import { type Answerable, plainReply } from './requests.ts';
import type { DiscordRest } from './rest.ts';

/**
 * Tells Discord, which waits 3 seconds, that an answer is coming. What only its reader sees is
 * replaced by the answer; anything else gets an answer that only the caller sees.
 */
export async function acknowledge(interaction: Answerable): Promise<void> {
  if (isOnOwnMessage(interaction)) await interaction.deferUpdate();
  else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
}

/** Shows the answer to an acknowledged interaction. @param about the channel that it is about */
export async function show(
  rest: DiscordRest,
  { applicationId, token }: Answerable,
  reply: Reply,
  about?: string,
): Promise<void> {
  const { body, files } = renderReply(reply, about);
  const route = Routes.webhookMessage(applicationId, token, '@original');
  await rest.call('patch', route, { body, files, auth: false });
}

/** Says that the bot itself failed, where Discord still waits for an answer. Never rejects. */
export async function apologize(rest: DiscordRest, interaction: Answerable): Promise<void> {
  if (interaction.deferred) await show(rest, interaction, APOLOGY).catch(() => {});
}

const APOLOGY = plainReply(
  'apology',
  'Something went wrong with this command: please try it again in a moment.',
);

type OnMessage = Extract<Answerable, { deferUpdate: unknown }>;

function isOnOwnMessage(interaction: Answerable): interaction is OnMessage {
  if (interaction.isChatInputCommand()) return false;
  return interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false;
}
