import {
  type ChatInputCommandInteraction,
  type Interaction,
  MessageFlags,
  Routes,
} from 'discord.js';
import { type CommandHandler, type CommandRequest, TONE_MARKS } from '../../core/command.ts';
import type { Log } from '../../lib/log.ts';
import { createTasks } from '../../lib/tasks.ts';
import { commandText } from './commands.ts';
import { logFields } from './errors.ts';
import { type MessageBody, renderReply } from './render.ts';
import type { DiscordRest } from './rest.ts';

/** Answers interactions, and knows which are still under way. */
export interface Listener {
  readonly onInteraction: (interaction: Interaction) => void;
  /** Takes no more interactions; resolves once those under way are answered. */
  drain(): Promise<void>;
}

const APOLOGY: MessageBody = {
  content: `${TONE_MARKS.bad}Something went wrong with this command: please try it again in a moment.`,
  embeds: [],
  allowed_mentions: { parse: [] },
};

/**
 * Hands each slash command to the handler and shows its reply to the caller alone. Discord waits
 * 3 seconds for an acknowledgement, so that comes first; an interaction that can't be acknowledged
 * is not carried out, because Discord tells the caller that it failed. Other kinds of interaction
 * are left alone.
 */
export function createListener(rest: DiscordRest, handle: CommandHandler, log: Log): Listener {
  const underWay = createTasks();
  let draining = false;

  async function answer(interaction: ChatInputCommandInteraction): Promise<void> {
    try {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await show(rest, interaction, renderReply(await handle(toRequest(interaction))));
    } catch (error) {
      const { commandName: command } = interaction;
      log.error({ command, ...logFields(error) }, 'Discord: a command was not answered');
      if (interaction.deferred) await show(rest, interaction, APOLOGY).catch(() => {});
    }
  }

  function onInteraction(interaction: Interaction): void {
    if (draining || !interaction.isChatInputCommand()) return;
    void underWay.track(answer(interaction));
  }

  async function drain(): Promise<void> {
    draining = true;
    await underWay.settled();
  }

  return { onInteraction, drain };
}

function toRequest(interaction: ChatInputCommandInteraction): CommandRequest {
  return {
    text: commandText(interaction.commandName, interaction.options.data),
    channel: {
      platform: 'discord',
      workspace: interaction.guildId ?? '',
      channel: interaction.channelId,
    },
    userId: interaction.user.id,
  };
}

async function show(
  rest: DiscordRest,
  { applicationId, token }: ChatInputCommandInteraction,
  body: MessageBody,
): Promise<void> {
  const route = Routes.webhookMessage(applicationId, token, '@original');
  await rest.call('patch', route, { body, auth: false });
}
