import {
  archivedThread,
  cannotMessageUser,
  invalidForm,
  missingAccess,
  missingPermissions,
  noTextChannel,
  notYours,
  unknownChannel,
  unknownMessage,
  wrongChannelType,
} from './errors.ts';
import type { ApiRequest, Route } from './http.ts';
import type { RateLimit } from './rate-limits.ts';
import { channelJson, messageJson } from './shapes.ts';
import { isForum } from './threads.ts';
import { checkMessage, checkMessageEdit } from './validate.ts';
import type { FakeChannel, PostedMessage, SentBody, World } from './world.ts';

export interface MessageOptions {
  readonly limit: RateLimit;
  /** How long a nonce is remembered, in milliseconds. */
  readonly nonceMemoryMs: number;
}

/** Channels and their messages. */
export function messageRoutes(world: World, { limit, nonceMemoryMs }: MessageOptions): Route[] {
  function create({ params, body }: ApiRequest) {
    const channel = visible(world, params.channel);
    const sent = checkMessage(body, world);
    mayPost(channel, sent);
    const earlier = sent.enforce_nonce ? sameNonce(world, sent, nonceMemoryMs) : undefined;
    if (earlier?.deleted) throw unknownMessage();
    const message = earlier ?? addMessage(world, channel.id, world.applicationId, sent);
    return { ...messageJson(message, world), nonce: sent.nonce };
  }

  function list({ params, query }: ApiRequest) {
    const channel = visible(world, params.channel);
    const count = Number(query.get('limit') ?? 50);
    if (!(count >= 1 && count <= 100)) throw invalidForm([badLimit]);
    if (isForum(channel)) throw wrongChannelType();
    if (!channel.may.readHistory) return [];
    const after = BigInt(query.get('after') ?? 0);
    const known = world.messages.filter((it) => it.channelId === channel.id && !it.deleted);
    const range = known.filter((message) => BigInt(message.id) > after);
    const page = query.has('after') ? range.slice(0, count) : range.slice(-count);
    return page.toReversed().map((message) => messageJson(message, world));
  }

  function edit({ params, body }: ApiRequest) {
    const channel = visible(world, params.channel);
    const message = world.messages.find(
      (it) => it.id === params.message && it.channelId === channel.id && !it.deleted,
    );
    if (!message) throw unknownMessage();
    if (message.authorId !== world.applicationId) throw notYours();
    const sent = checkMessageEdit(body, message.body, world);
    if (channel.archived) throw archivedThread();
    Object.assign(message, { body: sent, edits: message.edits + 1 });
    return messageJson(message, world);
  }

  function update({ params, body }: ApiRequest) {
    const channel = visible(world, params.channel);
    const { archived } = body as { archived?: boolean };
    if (channel.type !== 11 || channel.locked) throw missingPermissions();
    if (archived !== undefined) Object.assign(channel, { archived, archivedAt: world.now() });
    return channelJson(channel, world);
  }

  const path = '/channels/:channel';
  return [
    { name: `POST ${path}/messages`, handle: create, auth: true, limit },
    { name: `PATCH ${path}/messages/:message`, handle: edit, auth: true, limit },
    { name: `GET ${path}/messages`, handle: list, auth: true, limit: { limit: 5, windowMs: 1000 } },
    { name: `PATCH ${path}`, handle: update, auth: true },
    {
      name: `GET ${path}`,
      handle: ({ params }) => channelJson(visible(world, params.channel), world),
      auth: true,
    },
  ];
}

/** Adds a message as somebody would who is not under test. */
export function addMessage(
  world: World,
  channelId: string,
  authorId: string,
  body: SentBody,
): PostedMessage {
  const at = world.now();
  const message = { id: world.nextId(), channelId, authorId, at, body, deleted: false, edits: 0 };
  world.messages.push(message);
  return message;
}

const badLimit = {
  path: ['limit'],
  code: 'NUMBER_TYPE_MAX',
  message: 'int value should be 1 to 100.',
};

function visible(world: World, id: string | undefined): FakeChannel {
  if (!/^\d+$/.test(id ?? ''))
    throw invalidForm([
      {
        path: ['channel_id'],
        code: 'NUMBER_TYPE_COERCE',
        message: `Value "${id}" is not snowflake.`,
      },
    ]);
  const channel = world.channels.get(id ?? '');
  if (!channel) throw unknownChannel();
  if (!channel.may.view) throw missingAccess();
  return channel;
}

function mayPost(channel: FakeChannel, sent: SentBody): void {
  const { type, may, archived } = channel;
  if (isForum(channel)) throw noTextChannel();
  if (archived) throw archivedThread();
  if (!may.send) throw type === 1 ? cannotMessageUser() : missingPermissions();
  if (sent.embeds?.length && !may.embed) throw missingPermissions();
}

function sameNonce({ messages, applicationId, now }: World, { nonce }: SentBody, memoryMs: number) {
  return messages.find(
    ({ authorId, body, at }) =>
      authorId === applicationId && body.nonce === nonce && now() - at < memoryMs,
  );
}
