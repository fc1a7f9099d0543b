import { type APIMessage, Routes } from 'discord.js';
import {
  DeliveryError,
  type DeliveryId,
  type EditRequest,
  type Receipt,
  type Sender,
  type SendRequest,
} from '../../core/delivery.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { failureName, isArchived, isRefusal, toDeliveryError } from './errors.ts';
import { type Finding, findMessage } from './history.ts';
import { DISCORD_PACE, NONCE_MEMORY_MS } from './limits.ts';
import { paginate } from './paginate.ts';
import { type MessageBody, renderMessage } from './render.ts';
import type { DiscordRest } from './rest.ts';

/**
 * Posts through REST alone, without a gateway.
 *
 * Each post carries its delivery's id as an enforced nonce, so that Discord itself takes it once
 * in "the past few minutes". A post that may have arrived longer ago than NONCE_MEMORY_MS is
 * looked for in the channel's history. Where that can't be read (no Read Message History, too many
 * messages since) it is posted again: a paper seen twice does less harm than one never seen.
 *
 * As long as an earlier attempt may have arrived, a failure is "unknown", never "retry".
 */
export function createSender(rest: DiscordRest, log: Log, clock: Clock): Sender {
  async function send(request: SendRequest, signal: AbortSignal): Promise<Receipt> {
    const channel = request.to.channel;
    let doubtful = request.maybeSentAt !== null;
    try {
      if (signal.aborted) throw notBegun(channel);
      const body = renderMessage(request.message);
      if (isOld(request.maybeSentAt)) {
        const earlier = await lookBack(channel, body, request.maybeSentAt, signal);
        if (earlier.messageId !== undefined) return { messageId: earlier.messageId };
        doubtful = !earlier.complete;
      }
      return await post(rest, channel, withNonce(body, request.key), signal);
    } catch (error) {
      throw inDoubt(toDeliveryError(error, channel), doubtful);
    }
  }

  function isOld(maybeSentAt: Date | null): maybeSentAt is Date {
    return maybeSentAt !== null && clock().getTime() - maybeSentAt.getTime() > NONCE_MEMORY_MS;
  }

  async function lookBack(
    channel: string,
    body: MessageBody,
    since: Date,
    signal: AbortSignal,
  ): Promise<Finding> {
    const finding = await findMessage(rest, channel, body, since, signal).catch((error) => {
      if (!isRefusal(error)) throw error;
      return { messageId: undefined, complete: false, failure: failureName(error) };
    });
    if (!finding.complete) {
      log.warn({ channel, ...finding }, 'Discord: the history can not be read; posting again');
    }
    return finding;
  }

  async function edit(request: EditRequest, signal: AbortSignal): Promise<void> {
    const { to, message, messageId } = request;
    const route = Routes.channelMessage(to.channel, messageId);
    try {
      await rest.call('patch', route, { body: renderMessage(message), signal });
    } catch (error) {
      throw editFailure(toDeliveryError(error, to.channel));
    }
  }

  return { pace: DISCORD_PACE, paginate, send, edit };
}

/** A post that can't be changed stays as it is; the channel goes on. */
function editFailure(error: DeliveryError): DeliveryError {
  if (error.kind !== 'permanent') return error;
  return new DeliveryError('permanent', error.message, { concerns: 'message', cause: error.cause });
}

async function post(rest: DiscordRest, channel: string, body: object, signal: AbortSignal) {
  const route = Routes.channelMessages(channel);
  const attempt = () => rest.call<APIMessage>('post', route, { body, signal });
  const answer = await attempt().catch(async (error: unknown) => {
    if (!isArchived(error)) throw error;
    await reopen(rest, channel, signal).catch((failure: unknown) => {
      throw isRefusal(failure) ? error : failure;
    });
    return attempt();
  });
  if (typeof answer.id === 'string') return { messageId: answer.id };
  throw new DeliveryError(
    'unknown',
    `Something before Discord answered the post in channel ${channel} with a page of its own: it will be tried again. Check DISCORD_API_URL and the proxy, if there is one.`,
  );
}

/** Unarchives a thread, as any member may when it is not locked. */
async function reopen(rest: DiscordRest, thread: string, signal: AbortSignal): Promise<void> {
  await rest.call('patch', Routes.channel(thread), { body: { archived: false }, signal });
}

function withNonce(body: MessageBody, key: DeliveryId): object {
  return { ...body, nonce: key, enforce_nonce: true };
}

function notBegun(channel: string): DeliveryError {
  return new DeliveryError('retry', `The post in channel ${channel} was not begun: stopping.`);
}

function inDoubt(error: DeliveryError, doubtful: boolean): DeliveryError {
  if (!doubtful || error.kind !== 'retry') return error;
  const { message, concerns, cause, retryAfterMs } = error;
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new DeliveryError('unknown', message, { ...wait, concerns, cause });
}
