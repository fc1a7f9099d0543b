import type { Interaction } from 'discord.js';
import type { ChatHooks } from '../../core/command.ts';
import type { Log } from '../../lib/log.ts';
import { createTasks } from '../../lib/tasks.ts';
import { createResponder } from './responder.ts';
import type { DiscordRest } from './rest.ts';

/** Answers interactions, and knows which are still under way. */
export interface Listener {
  readonly onInteraction: (interaction: Interaction) => void;
  /** Takes no more interactions; resolves once those under way are answered. */
  drain(): Promise<void>;
}

/**
 * Hands commands, presses, forms and what is being typed to the hooks. What is not ours (a button
 * of another program, other kinds of interaction) is left alone.
 */
export function createListener(rest: DiscordRest, hooks: ChatHooks, log: Log): Listener {
  const underWay = createTasks();
  const { command, press, form, suggest } = createResponder(rest, hooks, log);
  let draining = false;

  function respond(interaction: Interaction): Promise<void> | undefined {
    if (interaction.isChatInputCommand()) return command(interaction);
    if (interaction.isButton()) return press(interaction, interaction.customId);
    if (interaction.isStringSelectMenu()) return press(interaction, interaction.values[0] ?? '');
    if (interaction.isModalSubmit()) return form(interaction);
    return interaction.isAutocomplete() ? suggest(interaction) : undefined;
  }

  function onInteraction(interaction: Interaction): void {
    const work = draining ? undefined : respond(interaction);
    if (work) void underWay.track(work);
  }

  async function drain(): Promise<void> {
    draining = true;
    await underWay.settled();
  }

  return { onInteraction, drain };
}
