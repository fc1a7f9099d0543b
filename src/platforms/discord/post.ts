import { type APIMessage, Routes } from 'discord.js';
import type { DeliveryId, SendRequest } from '../../core/delivery.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { checkAnswer, failureOf, looked } from './doubt.ts';
import { isArchived, isRefusal } from './errors.ts';
import { findMessage, type Shown } from './history.ts';
import { NONCE_MEMORY_MS } from './limits.ts';
import type { DiscordRest } from './rest.ts';
import type { Spot } from './spot.ts';

/**
 * Posts a message in a text channel, a thread or a direct channel. Rejects with a DeliveryError.
 * @param where the channel or the thread itself; request.to is the channel that it is for.
 */
export type Post = (
  where: string,
  request: SendRequest,
  body: Shown,
  signal: AbortSignal,
) => Promise<Spot>;

/**
 * Each post carries its delivery's id as an enforced nonce, so that Discord itself takes it once
 * in "the past few minutes". A post that may have arrived longer ago than NONCE_MEMORY_MS is
 * looked for in the channel's history. Where that can't be read (no Read Message History, too many
 * messages since) it is posted again.
 */
export function createPost(rest: DiscordRest, log: Log, clock: Clock): Post {
  return async (where, { to, key, maybeSentAt }, body, signal) => {
    let doubtful = maybeSentAt !== null;
    try {
      if (isOld(maybeSentAt)) {
        const earlier = await lookBack(where, body, maybeSentAt, signal);
        if (earlier.messageId !== undefined) return { channel: where, message: earlier.messageId };
        doubtful = !earlier.complete;
      }
      const { id } = await create(rest, where, withNonce(body, key), signal);
      return { channel: where, message: id };
    } catch (error) {
      throw failureOf(error, to.channel, doubtful);
    }
  };

  function isOld(maybeSentAt: Date | null): maybeSentAt is Date {
    return maybeSentAt !== null && clock().getTime() - maybeSentAt.getTime() > NONCE_MEMORY_MS;
  }

  function lookBack(where: string, body: Shown, since: Date, signal: AbortSignal) {
    const look = findMessage(rest, where, body, since, signal);
    return looked(look, { messageId: undefined, complete: false }, where, log);
  }
}

async function create(rest: DiscordRest, where: string, body: object, signal: AbortSignal) {
  const attempt = () =>
    rest.call<APIMessage>('post', Routes.channelMessages(where), { body, signal });
  const answer = await attempt().catch(async (error: unknown) => {
    if (!isArchived(error)) throw error;
    await reopen(rest, where, signal).catch((failure: unknown) => {
      throw isRefusal(failure) ? error : failure;
    });
    return attempt();
  });
  return checkAnswer(answer, where);
}

/** Unarchives a thread, as any member may when it is not locked. */
async function reopen(rest: DiscordRest, thread: string, signal: AbortSignal): Promise<void> {
  await rest.call('patch', Routes.channel(thread), { body: { archived: false }, signal });
}

function withNonce(body: Shown, key: DeliveryId): object {
  return { ...body, nonce: key, enforce_nonce: true };
}
