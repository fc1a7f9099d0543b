import {
  CreateForumThreadRequestSchema,
  CreateTextThreadWithMessageRequestSchema,
} from 'discord-api-spec/zod';
import {
  ApiError,
  invalidForm,
  missingAccess,
  missingPermissions,
  unknownChannel,
  unknownGuild,
  unknownMessage,
  wrongChannelType,
} from './errors.ts';
import type { ApiRequest, Route } from './http.ts';
import { channelJson, messageJson } from './shapes.ts';
import { checkMessage, checkSchema } from './validate.ts';
import { type FakeChannel, makeChannel, type SentBody, type World } from './world.ts';

/** True of a channel that holds threads and no messages. */
export function isForum({ type }: Pick<FakeChannel, 'type'>): boolean {
  return type === 15 || type === 16;
}

/** Threads below messages, and forum posts. https://docs.discord.com/developers/resources/channel */
export function threadRoutes(world: World): Route[] {
  function startFromMessage({ params, body }: ApiRequest) {
    const channel = visible(world, params.channel);
    checkSchema(body, CreateTextThreadWithMessageRequestSchema, 'new thread', world);
    if (channel.type === 1) throw onDirectChannel();
    if (channel.type !== 0) throw wrongChannelType();
    if (!channel.may.createThreads) throw missingPermissions();
    const message = messageIn(world, channel, params.message);
    if (world.channels.has(message.id)) throw threadExists();
    return channelJson(addThread(world, channel, body, message.id), world);
  }

  function startInForum({ params, body }: ApiRequest) {
    const forum = visible(world, params.channel);
    if (!isForum(forum)) throw wrongChannelType();
    checkSchema(body, CreateForumThreadRequestSchema, 'new forum post', world);
    const { message, applied_tags: tags = [] } = body as ForumPost;
    const sent = checkMessage(message, world);
    if (!forum.may.send || (sent.embeds?.length && !forum.may.embed)) throw missingPermissions();
    if (forum.requiresTag && tags.length === 0) throw tagRequired();
    const thread = addThread(world, forum, body, world.nextId());
    const { id } = thread;
    const state = { at: world.now(), deleted: false, edits: 0 };
    const starter = { id, channelId: id, authorId: world.applicationId, body: sent, ...state };
    world.messages.push(starter);
    return { ...channelJson(thread, world), message: messageJson(starter, world) };
  }

  function listActive({ params }: ApiRequest) {
    if (!world.guildIds.some((id) => id === params.guild)) throw unknownGuild();
    const known = threads(world).filter(({ guildId, archived, may }) => {
      return guildId === params.guild && !archived && may.view;
    });
    return listJson(known.toSorted(newerFirst), world);
  }

  function listArchived({ params, query }: ApiRequest) {
    const channel = visible(world, params.channel);
    if (!channel.may.readHistory) throw missingPermissions();
    const limit = Number(query.get('limit') ?? 50);
    const before = query.get('before');
    const newest = threads(world)
      .filter(({ parentId, archived }) => parentId === channel.id && archived)
      .filter(({ archivedAt }) => before === null || archivedAt < Date.parse(before))
      .toSorted((a, b) => b.archivedAt - a.archivedAt);
    if (!(limit >= 2 && limit <= 100)) throw invalidForm([badLimit]);
    return { ...listJson(newest.slice(0, limit), world), has_more: newest.length > limit };
  }

  function readMessage({ params }: ApiRequest) {
    const channel = visible(world, params.channel);
    if (!channel.may.readHistory) throw missingAccess();
    return messageJson(messageIn(world, channel, params.message), world);
  }

  const path = '/channels/:channel';
  return [
    { name: `POST ${path}/messages/:message/threads`, handle: startFromMessage, auth: true },
    { name: `POST ${path}/threads`, handle: startInForum, auth: true },
    { name: 'GET /guilds/:guild/threads/active', handle: listActive, auth: true },
    { name: `GET ${path}/threads/archived/public`, handle: listArchived, auth: true },
    { name: `GET ${path}/messages/:message`, handle: readMessage, auth: true },
  ];
}

interface ForumPost {
  readonly name: string;
  readonly message: SentBody;
  readonly applied_tags?: readonly string[];
}

const badLimit = { path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'Must be 2 to 100.' };

const onDirectChannel = () => new ApiError(403, 50003, 'Cannot execute action on a DM channel');
const threadExists = () =>
  new ApiError(400, 160004, 'A thread has already been created for this message');
const tagRequired = () =>
  new ApiError(400, 40067, 'A tag is required to create a forum post in this channel');

/** A thread has the permissions of its channel, of which one becomes that of posting. */
function addThread(world: World, parent: FakeChannel, body: unknown, id: string): FakeChannel {
  return makeChannel(world, (body as ForumPost).name, {
    ...{ id, type: 11, parentId: parent.id, guildId: parent.guildId },
    ownerId: world.applicationId,
    may: { ...parent.may, send: parent.may.sendInThreads },
  });
}

function threads({ channels }: World): FakeChannel[] {
  return [...channels.values()].filter(({ type }) => type === 11);
}

function listJson(list: readonly FakeChannel[], world: World) {
  return { threads: list.map((thread) => channelJson(thread, world)), members: [] };
}

function newerFirst(a: FakeChannel, b: FakeChannel): number {
  return BigInt(a.id) < BigInt(b.id) ? 1 : -1;
}

function visible(world: World, id: string | undefined): FakeChannel {
  const channel = world.channels.get(id ?? '');
  if (!channel) throw unknownChannel();
  if (!channel.may.view) throw missingAccess();
  return channel;
}

function messageIn({ messages }: World, { id: channelId }: FakeChannel, id: string | undefined) {
  const message = messages.find((it) => it.id === id && it.channelId === channelId && !it.deleted);
  if (!message) throw unknownMessage();
  return message;
}
