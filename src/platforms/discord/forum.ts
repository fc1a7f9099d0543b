import {
  type APIChannel,
  type APIMessage,
  type APIThreadChannel,
  ChannelType,
  Routes,
} from 'discord.js';
import { DeliveryError, type SendRequest } from '../../core/delivery.ts';
import type { Log } from '../../lib/log.ts';
import { checkAnswer, failureOf, looked } from './doubt.ts';
import { ARCHIVED_CODES, UNKNOWN_CHANNEL } from './error-codes.ts';
import { codeOf } from './errors.ts';
import { findForumPost } from './forum-history.ts';
import type { Shown } from './history.ts';
import type { Post } from './post.ts';
import type { DiscordRest } from './rest.ts';
import type { Spot } from './spot.ts';
import { LISTED_MINUTES, threadName } from './thread-name.ts';

const FORUM_TYPES: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
]);

/** True of a channel in which every message is a thread. */
export function isForumType(type: ChannelType | undefined): boolean {
  return type !== undefined && FORUM_TYPES.has(type);
}

type OpenedThread = APIThreadChannel & { readonly message?: APIMessage };

/**
 * Forum and media channels: each digest is a post, which is a thread with its first message.
 *
 * Discord knows no nonce for those. A post that may have been made before is looked for among the
 * forum's threads, by what its first message shows.
 */
export function createForums(rest: DiscordRest, post: Post, log: Log) {
  const forums = new Set<string>();

  /** Whether a channel that refuses messages is a forum. One that is stays one for ever. */
  async function learn(channel: string, signal: AbortSignal): Promise<boolean> {
    const { type } = await rest.call<APIChannel>('get', Routes.channel(channel), { signal });
    if (isForumType(type)) forums.add(channel);
    return forums.has(channel);
  }

  /** Makes a post, or finds the one that an earlier attempt has made. */
  async function open(request: SendRequest, body: Shown, signal: AbortSignal): Promise<Spot> {
    const { channel } = request.to;
    let doubtful = request.maybeSentAt !== null;
    try {
      const earlier = await find(request, body, signal);
      if (earlier.thread !== undefined) return { channel: earlier.thread, message: earlier.thread };
      doubtful = !earlier.complete;
      return await create(rest, request, body, signal);
    } catch (error) {
      throw failureOf(error, channel, doubtful);
    }
  }

  async function find({ to, maybeSentAt }: SendRequest, body: Shown, signal: AbortSignal) {
    if (maybeSentAt === null) return { thread: undefined, complete: true };
    const look = findForumPost(rest, to, body, maybeSentAt, signal);
    return looked(look, { thread: undefined, complete: false }, to.channel, log);
  }

  /** A further page of a digest, in the thread of its first. */
  function goOn(thread: string, request: SendRequest, body: Shown, signal: AbortSignal) {
    return post(thread, request, body, signal).catch((error: unknown) => {
      throw ofThreadAlone(error, request.to.channel);
    });
  }

  return { isKnown: (channel: string) => forums.has(channel), learn, open, goOn };
}

async function create(rest: DiscordRest, request: SendRequest, body: Shown, signal: AbortSignal) {
  const { channel } = request.to;
  const name = threadName(request.message);
  const answer = await rest.call<OpenedThread>('post', Routes.threads(channel), {
    body: { name, auto_archive_duration: LISTED_MINUTES, message: body },
    signal,
  });
  const { id, message } = checkAnswer(answer, channel);
  return { channel: id, message: message?.id ?? id };
}

/** That somebody has deleted or locked one post says nothing about the forum. */
function ofThreadAlone(error: unknown, channel: string): unknown {
  const code = codeOf(error);
  if (code !== UNKNOWN_CHANNEL && !ARCHIVED_CODES.has(code)) return error;
  const reason = `The post of this digest in forum ${channel} was deleted or locked: its further pages are skipped.`;
  return new DeliveryError('permanent', reason, { concerns: 'message', cause: error });
}
