import { Routes } from 'discord.js';
import {
  DeliveryError,
  type EditRequest,
  type Receipt,
  type Sender,
  type SendRequest,
} from '../../core/delivery.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { failureOf } from './doubt.ts';
import { NO_TEXT_CODES } from './error-codes.ts';
import { codeOf, toDeliveryError } from './errors.ts';
import { createForums } from './forum.ts';
import type { Shown } from './history.ts';
import { DISCORD_PACE } from './limits.ts';
import { paginate } from './paginate.ts';
import { createPost } from './post.ts';
import { renderEdit, renderMessage } from './render.ts';
import type { DiscordRest } from './rest.ts';
import { receiptOf, type Spot, spotOf } from './spot.ts';
import { createThreads } from './threads.ts';

/**
 * Posts through REST alone, without a gateway: in text channels, threads and direct channels; in a
 * forum each digest is a post of its own. A page that belongs in a thread goes into that of the
 * first message.
 */
export function createSender(rest: DiscordRest, log: Log, clock: Clock): Sender {
  const post = createPost(rest, log, clock);
  const forums = createForums(rest, post, log);
  const postInThread = createThreads(rest, post, log);

  async function send(request: SendRequest, signal: AbortSignal): Promise<Receipt> {
    const { channel } = request.to;
    const doubtful = request.maybeSentAt !== null;
    if (signal.aborted) throw notBegun(channel, doubtful);
    try {
      const body = renderMessage(request.message);
      return receiptOf(channel, await place(request, body, signal));
    } catch (error) {
      throw failureOf(error, channel, doubtful);
    }
  }

  function place(request: SendRequest, body: Shown, signal: AbortSignal): Promise<Spot> {
    const { to, first, message } = request;
    const { channel } = to;
    const start = first === null ? undefined : spotOf(channel, first);
    if (start && start.channel !== channel) {
      return forums.goOn(start.channel, request, body, signal);
    }
    if (start && message.inThread) return postInThread(start.message, request, body, signal);
    if (forums.isKnown(channel)) return forums.open(request, body, signal);
    return post(channel, request, body, signal).catch(async (error: unknown) => {
      const isForum = NO_TEXT_CODES.has(codeOf(error)) && (await forums.learn(channel, signal));
      if (!isForum) throw error;
      return forums.open(request, body, signal);
    });
  }

  async function edit(request: EditRequest, signal: AbortSignal): Promise<void> {
    const { to, message, messageId } = request;
    const spot = spotOf(to.channel, messageId);
    const route = Routes.channelMessage(spot.channel, spot.message);
    try {
      await rest.call('patch', route, { body: renderEdit(message), signal });
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

function notBegun(channel: string, doubtful: boolean): DeliveryError {
  const kind = doubtful ? 'unknown' : 'retry';
  return new DeliveryError(kind, `The post in channel ${channel} was not begun: stopping.`);
}
