import { type APIThreadChannel, Routes } from 'discord.js';
import { DeliveryError, type SendRequest } from '../../core/delivery.ts';
import type { Log } from '../../lib/log.ts';
import { checkAnswer } from './doubt.ts';
import { THREAD_EXISTS } from './error-codes.ts';
import { codeOf, failureName, toDeliveryError } from './errors.ts';
import type { Post } from './post.ts';
import type { DiscordRest } from './rest.ts';
import type { Spot } from './spot.ts';
import { LISTED_MINUTES, threadName } from './thread-name.ts';

/**
 * The threads below a channel's own messages, one a digest. Opening one twice is opening it once,
 * for its id is the message's: so a crash between that and the post into it does no harm. Where no
 * thread can be had (no permission, a direct channel, a thread of people, the message deleted) the
 * pages go to the channel itself, and the log says so once.
 *
 * @param message the id of the message to which the thread belongs.
 */
export function createThreads(rest: DiscordRest, post: Post, log: Log) {
  const latest = new Map<string, { readonly message: string; readonly thread: boolean }>();
  const told = new Set<string>();

  return async (
    message: string,
    request: SendRequest,
    body: object,
    signal: AbortSignal,
  ): Promise<Spot> => {
    const { channel } = request.to;
    const known = latest.get(channel);
    const thread = known?.message === message ? known.thread : await open(message, request, signal);
    latest.set(channel, { message, thread });
    if (!thread) return post(channel, request, body, signal);
    return post(message, request, body, signal).catch((error: unknown) => {
      tellNoThread(error, channel);
      latest.set(channel, { message, thread: false });
      return post(channel, request, body, signal);
    });
  };

  /** True when the message has a thread now, false when it can't have one. */
  async function open(message: string, { to, ...request }: SendRequest, signal: AbortSignal) {
    const body = { name: threadName(request.message), auto_archive_duration: LISTED_MINUTES };
    const route = Routes.threads(to.channel, message);
    try {
      checkAnswer(await rest.call<APIThreadChannel>('post', route, { body, signal }), to.channel);
      return true;
    } catch (error) {
      if (codeOf(error) === THREAD_EXISTS) return true;
      if (toDeliveryError(error, to.channel).kind !== 'permanent') throw error;
      tell(error, to.channel);
      return false;
    }
  }

  /** A refusal of the thread, not of the message; any other error is thrown on. */
  function tellNoThread(error: unknown, channel: string): void {
    const refused = error instanceof DeliveryError && error.kind === 'permanent';
    if (!refused || error.concerns !== 'channel') throw error;
    tell(error.cause, channel);
  }

  function tell(error: unknown, channel: string): void {
    if (told.has(channel)) return;
    told.add(channel);
    const failure = failureName(error);
    log.warn({ channel, failure }, 'Discord: no thread for the pages, they go to the channel');
  }
}
