import { CreateMessageInteractionCallbackRequestSchema } from 'discord-api-spec/zod';
import { alreadyAcknowledged, invalidForm, unknownInteraction, unknownWebhook } from './errors.ts';
import type { ApiRequest, Route } from './http.ts';
import { channelJson, memberJson, messageJson, userJson } from './shapes.ts';
import { checkEdit, checkSchema } from './validate.ts';
import type { CommandOption, FakeChannel, SentBody, World } from './world.ts';

/** A slash command as a person enters it. */
export interface Entered {
  readonly name: string;
  readonly subcommand?: string;
  /** Values by the names of the options. */
  readonly options?: Readonly<Record<string, string>>;
  readonly channel: FakeChannel;
  /** Id of the person; the world's only one when left out. */
  readonly user?: string;
  /** Called when the bot acknowledges. */
  readonly onAcknowledged?: () => void;
}

export interface Interactions {
  readonly routes: Route[];
  /** The event that Discord sends, and the answer that the person gets to see in the end. */
  enter(entered: Entered): { event: object; answer: Promise<SentBody> };
  /** The bot has died: whoever waits for an answer gets none, and that is no mistake of the bot. */
  forgive(): void;
  stop(): void;
}

interface Pending {
  acknowledged: boolean;
  readonly onAcknowledged: (() => void) | undefined;
  readonly resolve: (answer: SentBody) => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** How long a person of the test waits for the answer after the acknowledgement, in milliseconds. */
const PATIENCE_MS = 10_000;

/** https://docs.discord.com/developers/interactions/receiving-and-responding: 3 s to acknowledge. */
export function createInteractions(world: World, acknowledgeMs: number): Interactions {
  const pending = new Map<string, Pending>();

  function enter(entered: Entered) {
    const token = `interaction-token-${world.nextId()}`;
    const { promise, resolve, reject } = Promise.withResolvers<SentBody>();
    const timer = setTimeout(() => giveUp(token, 'acknowledged', acknowledgeMs), acknowledgeMs);
    const { onAcknowledged } = entered;
    pending.set(token, { acknowledged: false, onAcknowledged, resolve, reject, timer });
    return { event: interactionJson(world, entered, token), answer: promise };
  }

  function giveUp(token: string, what: string, afterMs: number): void {
    const complaint = `a command was not ${what} within ${afterMs} ms`;
    world.violations.push(complaint);
    pending.get(token)?.reject(new Error(complaint));
    pending.delete(token);
  }

  function acknowledge({ params, body }: ApiRequest) {
    checkSchema(body, CreateMessageInteractionCallbackRequestSchema, 'acknowledgement', world);
    const interaction = pending.get(params.token ?? '');
    if (!interaction) throw unknownInteraction();
    if (interaction.acknowledged) throw alreadyAcknowledged();
    const { type, data } = body as { type: number; data?: { flags?: number } };
    if (type !== 5)
      throw invalidForm([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message: 'Not a deferral' }]);
    if (data?.flags !== 64) world.violations.push('an answer to a command is not ephemeral');
    clearTimeout(interaction.timer);
    interaction.acknowledged = true;
    interaction.onAcknowledged?.();
    interaction.timer = setTimeout(
      () => giveUp(params.token ?? '', 'answered', PATIENCE_MS),
      PATIENCE_MS,
    );
    return undefined;
  }

  function edit({ params, body }: ApiRequest) {
    const interaction = pending.get(params.token ?? '');
    if (!interaction?.acknowledged || params.application !== world.applicationId) {
      throw unknownWebhook();
    }
    const sent = checkEdit(body, world);
    clearTimeout(interaction.timer);
    interaction.resolve(sent);
    const shown = {
      body: { ...sent, flags: 64 },
      channelId: '0',
      at: world.now(),
      deleted: false,
      edits: 0,
    };
    return messageJson({ ...shown, id: world.nextId(), authorId: world.applicationId }, world);
  }

  function forgive(): void {
    for (const { timer, reject } of pending.values()) {
      clearTimeout(timer);
      reject(new Error('the bot died before it answered'));
    }
    pending.clear();
  }

  return {
    enter,
    forgive,
    routes: [
      { name: 'POST /interactions/:interaction/:token/callback', handle: acknowledge, auth: false },
      { name: 'PATCH /webhooks/:application/:token/messages/@original', handle: edit, auth: false },
    ],
    stop: () => {
      for (const { timer } of pending.values()) clearTimeout(timer);
    },
  };
}

function interactionJson(world: World, entered: Entered, token: string): object {
  const { channel, user = world.userId } = entered;
  const person = userJson(user, 'reader', false);
  const inServer = channel.type !== 1;
  return {
    ...{ id: world.nextId(), application_id: world.applicationId, type: 2, token, version: 1 },
    ...{ channel: channelJson(channel, world), channel_id: channel.id },
    ...{ data: commandData(world, entered), context: inServer ? 0 : 1, locale: 'en-US' },
    ...{ entitlements: [], entitlement_sku_ids: [], app_permissions: '2248473465835073' },
    authorizing_integration_owners: { 0: inServer ? channel.guildId : '0' },
    attachment_size_limit: 10_485_760,
    ...(inServer
      ? {
          ...{ guild_id: channel.guildId, guild_locale: 'en-US' },
          guild: { id: channel.guildId, features: [], locale: 'en-US' },
          member: { ...memberJson(), user: person },
        }
      : { user: person }),
  };
}

/** Discord's client offers only what is registered: anything else is a mistake of the test. */
function commandData(world: World, { name, subcommand, options = {}, channel }: Entered): object {
  const command = world.commands.find((entry) => entry.name === name);
  if (!command) throw new Error(`No command /${name} is registered`);
  if (!command.contexts?.includes(channel.type === 1 ? 1 : 0)) {
    throw new Error(`/${name} is not offered in ${channel.name}`);
  }
  const data = { id: command.id, name, type: 1 };
  if (subcommand === undefined) return { ...data, options: values(command.options ?? [], options) };
  const chosen = command.options?.find((option) => option.type === 1 && option.name === subcommand);
  if (!chosen) throw new Error(`/${name} has no subcommand ${subcommand}`);
  const nested = values(chosen.options ?? [], options);
  return { ...data, options: [{ type: 1, name: subcommand, options: nested }] };
}

function values(known: readonly CommandOption[], given: Readonly<Record<string, string>>) {
  for (const { name, required } of known) {
    if (required && given[name] === undefined) throw new Error(`The option ${name} is required`);
  }
  return Object.entries(given).map(([name, value]) => {
    const option = known.find((entry) => entry.name === name);
    if (!option) throw new Error(`There is no option ${name}`);
    return { name, type: option.type, value };
  });
}
