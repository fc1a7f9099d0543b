import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { ChatHooks, CommandRequest, Reply } from '../../core/command.ts';
import type { Log } from '../../lib/log.ts';
import { acknowledge, apologize, show } from './answers.ts';
import { receive } from './attachment.ts';
import { commandText } from './commands.ts';
import { type Press, readPress } from './custom-id.ts';
import { ALREADY_ACKNOWLEDGED } from './error-codes.ts';
import { codeOf, logFields } from './errors.ts';
import { LIMITS } from './limits.ts';
import { filledIn, renderForm } from './modal.ts';
import { chosenForum, maySee, suggestRequest } from './place.ts';
import { type Answerable, plainReply, refusalHere, toRequest } from './requests.ts';
import type { DiscordRest } from './rest.ts';

/** What answers each kind of interaction; nothing of it rejects. What is not ours gets undefined. */
export interface Responder {
  command(interaction: ChatInputCommandInteraction): Promise<void>;
  /** @param name the button's, or that of the option that was chosen */
  press(interaction: MessageComponentInteraction, name: string): Promise<void> | undefined;
  form(interaction: ModalSubmitInteraction): Promise<void> | undefined;
  suggest(interaction: AutocompleteInteraction): Promise<void>;
}

/** Discord waits 3 s for a form, and nothing may come before it: one that is later is not shown. */
const FORM_MS = 2000;

/**
 * Shows the hooks' replies to the caller alone. Discord waits 3 seconds for an acknowledgement, so
 * that comes first; an interaction that can't be acknowledged is not carried out, because Discord
 * tells the caller that it failed.
 */
export function createResponder(rest: DiscordRest, hooks: ChatHooks, log: Log): Responder {
  /** @param about the channel that the buttons of the reply are about, if it is another one */
  async function answer(
    interaction: Answerable,
    request: CommandRequest,
    about: string | undefined,
    handle: (request: CommandRequest) => Promise<Reply>,
  ): Promise<void> {
    try {
      await acknowledge(interaction);
      const refused = refusalHere(interaction, request.text, about);
      await show(rest, interaction, refused ?? (await handle(request)), about);
    } catch (error) {
      complain(request.text, error);
      await apologize(rest, interaction);
    }
  }

  function command(interaction: ChatInputCommandInteraction): Promise<void> {
    const text = commandText(interaction.commandName, interaction.options.data);
    const about = chosenForum(interaction);
    const request = toRequest(interaction, text, about);
    return answer(interaction, request, about, async () => {
      const received = await receive(interaction);
      if ('refusal' in received) return plainReply('badFile', received.refusal);
      return hooks.handle({ ...request, ...received });
    });
  }

  function press(interaction: MessageComponentInteraction, name: string) {
    const pressed = readPress(name);
    if (pressed?.kind === 'form') return open(interaction, pressed);
    return pressed && answer(interaction, ...asked(interaction, pressed), hooks.handle);
  }

  async function open(interaction: MessageComponentInteraction, pressed: Press): Promise<void> {
    const [request, about] = asked(interaction, pressed);
    try {
      const outcome = refusalHere(interaction, request.text, about) ?? (await formFor(request));
      if ('fields' in outcome)
        return void (await interaction.showModal(renderForm(outcome, about)));
      await acknowledge(interaction);
      await show(rest, interaction, outcome, about);
    } catch (error) {
      complain(request.text, error);
      await acknowledge(interaction).catch(() => {});
      await apologize(rest, interaction);
    }
  }

  function formFor(request: CommandRequest) {
    const late = plainReply('formLate', 'The form took too long to open.');
    const again = sleep(FORM_MS, openAgain(late, request.text), { ref: false });
    return Promise.race([hooks.form(request), again]);
  }

  function form(interaction: ModalSubmitInteraction) {
    const sent = readPress(interaction.customId);
    return (
      sent &&
      answer(interaction, ...asked(interaction, sent), async (request) => {
        const reply = await hooks.handle({ ...request, fields: filledIn(interaction) });
        return reply.tone === 'bad' ? openAgain(reply, sent.command) : reply;
      })
    );
  }

  async function suggest(interaction: AutocompleteInteraction): Promise<void> {
    try {
      await interaction.respond(choicesOf(await suggestions(interaction)));
    } catch (error) {
      complain(interaction.commandName, error);
    }
  }

  async function suggestions(interaction: AutocompleteInteraction): Promise<readonly string[]> {
    const forum = chosenForum(interaction);
    if (forum !== undefined && !maySee(interaction, forum)) return [];
    return hooks.suggest(suggestRequest(interaction)).catch(() => []);
  }

  function complain(text: string, error: unknown): void {
    const command = text.split(' ', 2).join(' ');
    if (codeOf(error) === ALREADY_ACKNOWLEDGED)
      log.info({ command }, 'Discord: another process answers a command');
    else log.error({ command, ...logFields(error) }, 'Discord: a command was not answered');
  }

  return { command, press, form, suggest };
}

function asked(interaction: Answerable, { command, about }: Press) {
  return [toRequest(interaction, command, about), about] as const;
}

/** A reply with a button to the form that it is about. */
function openAgain(reply: Reply, command: string): Reply {
  const button = { label: 'Open the form again', command, opensForm: true };
  const { message } = reply;
  return { ...reply, message: { ...message, actions: [button, ...(message.actions ?? [])] } };
}

/** What is too long to be chosen is left out: cut, it would mean something else. */
function choicesOf(found: readonly string[]) {
  return found
    .filter((value) => value.trim() !== '' && value.length <= LIMITS.choice && value.isWellFormed())
    .slice(0, LIMITS.choices)
    .map((value) => ({ name: value, value }));
}
