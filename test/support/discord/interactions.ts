import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { type AnyComponent, componentsOf } from './components.ts';
import type { Asker, Entered, Pressable, Pressing, Typing, Upload, Window } from './entered.ts';
import { alreadyAcknowledged, invalidForm, unknownInteraction, unknownWebhook } from './errors.ts';
import { commandData, interactionJson, typingData } from './events.ts';
import type { ApiRequest, Route } from './http.ts';
import { checkModal, type FilledIn, fillIn } from './modal.ts';
import { messageJson } from './shapes.ts';
import { checkEdit, checkResponse } from './validate.ts';
import type { Answer, FakeChannel, PostedMessage, SentBody, World } from './world.ts';

/** What a person gets to see: a message, a window to fill in, or what may be meant. */
export type Outcome = Answer | Window | readonly string[];

export interface Begun {
  /** The event that Discord sends. */
  readonly event: object;
  readonly outcome: Promise<Outcome>;
}

export interface Interactions {
  readonly routes: Route[];
  enter(entered: Entered): Begun;
  press(pressing: Pressing): Begun;
  send(window: Window, values: FilledIn, asker?: Partial<Asker>): Begun;
  type(typing: Typing): Begun;
  /** Files of commands can't be downloaded from now on. */
  losesFiles(): void;
  /** Somebody else's press, as it was recorded: it is answered as a press on a post. */
  replay(event: Recorded, channel: FakeChannel): Begun;
  /** The bot has died: whoever waits for an answer gets none, and that is no mistake of the bot. */
  forgive(): void;
  stop(): void;
}

/** An INTERACTION_CREATE of Discord's own. */
export type Recorded = Readonly<Record<string, unknown>> & { readonly token: string };

interface Pending {
  readonly kind: 'command' | 'press' | 'window' | 'typing';
  readonly asker: Asker;
  /** The message on which it happened. */
  readonly on: Pressable | undefined;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
  /** How the bot has responded. */
  response: 'none' | 'reply' | 'update' | 'complete';
  timer: NodeJS.Timeout;
}

/** How long a person of the test waits for the answer after the acknowledgement, in milliseconds. */
const PATIENCE_MS = 10_000;
const EPHEMERAL = 64;

/** What may be responded with: https://docs.discord.com/developers/interactions/receiving-and-responding */
const RESPONSES: Readonly<Record<number, readonly Pending['kind'][]>> = {
  5: ['command', 'press', 'window'],
  6: ['press', 'window'],
  8: ['typing'],
  9: ['press'],
};

/** @param acknowledgeMs 3 s at Discord @param address where files can be downloaded from */
export function createInteractions(
  world: World,
  acknowledgeMs: number,
  address: () => string,
): Interactions {
  const pending = new Map<string, Pending>();
  let lost = false;

  function begin(
    kind: Pending['kind'],
    asker: Asker,
    on: Pressable | undefined,
    event: { readonly type: 2 | 3 | 4 | 5 } & Record<string, unknown>,
  ): Begun {
    const token = `interaction-token-${world.nextId()}`;
    return {
      event: interactionJson(world, asker, { ...event, token }),
      ...wait(token, kind, asker, on),
    };
  }

  function wait(token: string, kind: Pending['kind'], asker: Asker, on: Pressable | undefined) {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const timer = setTimeout(() => giveUp(token, 'acknowledged', acknowledgeMs), acknowledgeMs);
    pending.set(token, { kind, asker, on, resolve, reject, timer, response: 'none' });
    return { outcome: promise };
  }

  function giveUp(token: string, what: string, afterMs: number): void {
    const complaint = `a ${pending.get(token)?.kind} was not ${what} within ${afterMs} ms`;
    world.violations.push(complaint);
    pending.get(token)?.reject(new Error(complaint));
    pending.delete(token);
  }

  function acknowledge({ params: { token = '' }, body }: ApiRequest) {
    const interaction = pending.get(token);
    if (!interaction) throw unknownInteraction();
    if (interaction.response !== 'none') throw alreadyAcknowledged();
    const { type } = body as CallbackBody;
    if (!RESPONSES[type]?.includes(interaction.kind)) throw notAllowed();
    checkResponse(body, world);
    respond(interaction, token, body as CallbackBody);
    interaction.asker.onAcknowledged?.();
    return undefined;
  }

  function respond(interaction: Pending, token: string, { type, data }: CallbackBody): void {
    if (type === 9) checkModal(data as APIModalInteractionResponseCallbackData);
    clearTimeout(interaction.timer);
    const outcome = shownAtOnce(interaction, { type, data });
    if (outcome) {
      interaction.response = 'complete';
      interaction.resolve(outcome);
      return;
    }
    noteVisibility(interaction, type, data?.flags);
    interaction.response = type === 5 ? 'reply' : 'update';
    interaction.timer = setTimeout(() => giveUp(token, 'answered', PATIENCE_MS), PATIENCE_MS);
  }

  /** Nobody else may see an answer, and nothing that others see may be changed by a press. */
  function noteVisibility({ on }: Pending, type: number, flags: number | undefined): void {
    if (type === 5 && flags !== EPHEMERAL) {
      world.violations.push('an answer to a command is not ephemeral');
    }
    if (type === 6 && !(on && 'channel' in on)) {
      world.violations.push('a press changes what others see');
    }
  }

  function edit({ params: { token = '', application }, body, files }: ApiRequest) {
    const interaction = pending.get(token);
    const open = interaction?.response === 'reply' || interaction?.response === 'update';
    if (!interaction || !open || application !== world.applicationId) throw unknownWebhook();
    const { asker, on, response } = interaction;
    const changed = response === 'update' && on && 'channel' in on ? on : undefined;
    const before: SentBody = changed ? bodyOf(changed) : { flags: EPHEMERAL };
    const sent = checkEdit(
      body,
      before,
      files.map(({ name }) => name),
      world,
    );
    clearTimeout(interaction.timer);
    const shown = Object.fromEntries(files.map(({ name, text }) => [name, text]));
    const id = changed?.id ?? world.nextId();
    interaction.resolve({ ...sent, id, channel: asker.channel, files: shown });
    return messageJson(asMessage({ ...sent, id, channel: asker.channel, files: shown }), world);
  }

  function asMessage({ id, channel, ...body }: Answer): PostedMessage {
    const author = { channelId: channel.id, authorId: world.applicationId, at: world.now() };
    return { id, body, ...author, deleted: false, edits: 0 };
  }

  function pressed({ on, label, nth = 0, ...asker }: Pressing): Begun {
    const where = { ...asker, channel: channelOf(world, on) };
    const message = messageJson('channel' in on ? asMessage(on) : on, world);
    const data = pressData(componentsOf(bodyOf(on)), label, nth);
    return begin('press', where, on, { type: 3, data, message });
  }

  function sent({ form, on }: Window, values: FilledIn, asker: Partial<Asker> = {}): Begun {
    const data = { custom_id: form.custom_id, components: fillIn(form, values) };
    const message = messageJson('channel' in on ? asMessage(on) : on, world);
    const where = { channel: channelOf(world, on), ...asker };
    return begin('window', where, on, { type: 5, data, message });
  }

  function download({ name, bytes }: Upload): object {
    const path = `/attachments/${world.nextId()}/${encodeURIComponent(name)}`;
    if (!lost) world.files.set(path, bytes);
    const url = `${address()}${path}`;
    return { filename: name, size: bytes.length, url, proxy_url: url, content_type: 'text/plain' };
  }

  function forgive(): void {
    for (const { timer, reject } of pending.values()) {
      clearTimeout(timer);
      reject(new Error('the bot died before it answered'));
    }
    pending.clear();
  }

  return {
    enter: (entered) =>
      begin('command', entered, undefined, {
        type: 2,
        data: commandData(world, entered, download),
      }),
    press: pressed,
    send: sent,
    type: (typing) =>
      begin('typing', typing, undefined, { type: 4, data: typingData(world, typing) }),
    replay: (event, channel) => ({ event, ...wait(event.token, 'press', { channel }, undefined) }),
    forgive,
    losesFiles: () => {
      lost = true;
    },
    routes: [
      { name: 'POST /interactions/:interaction/:token/callback', handle: acknowledge, auth: false },
      { name: 'PATCH /webhooks/:application/:token/messages/@original', handle: edit, auth: false },
    ],
    stop: () => {
      for (const { timer } of pending.values()) clearTimeout(timer);
    },
  };
}

interface CallbackBody {
  readonly type: number;
  readonly data?:
    | undefined
    | { readonly flags?: number; readonly choices?: readonly { value: string }[] };
}

/** A window or choices; undefined for a deferral. */
function shownAtOnce({ on }: Pending, { type, data }: CallbackBody): Outcome | undefined {
  if (type === 8) return data?.choices?.map(({ value }) => value) ?? [];
  if (type !== 9 || !on) return undefined;
  return { form: data as APIModalInteractionResponseCallbackData, on };
}

function notAllowed() {
  return invalidForm([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message: 'Not possible here' }]);
}

function bodyOf(on: Pressable): SentBody {
  return 'channel' in on ? on : on.body;
}

function channelOf({ channels }: World, on: Pressable): FakeChannel {
  const channel = 'channel' in on ? on.channel : channels.get(on.channelId);
  if (!channel) throw new Error('The channel of this message is gone');
  return channel;
}

/** A person presses what is there; an option is pressed by its own label. */
function pressData(all: readonly AnyComponent[], label: string, nth: number): object {
  const buttons = all.filter((it) => it.type === 2 && it.label === label && it.custom_id);
  const button = buttons[nth];
  if (button)
    return { component_type: 2, custom_id: button.custom_id, id: all.indexOf(button) + 1 };
  const menu = all.find((it) => it.options?.some((option) => option.label === label));
  const option = menu?.options?.find((it) => it.label === label);
  if (menu && option) {
    const id = all.indexOf(menu) + 1;
    return { component_type: 3, custom_id: menu.custom_id, id, values: [option.value] };
  }
  const there = all.flatMap((it) => it.label ?? it.options?.map((inner) => inner.label) ?? []);
  throw new Error(`Nothing here says "${label}"; there is: ${there.join(', ') || 'nothing'}`);
}
