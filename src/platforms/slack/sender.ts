import type { webApi } from '@slack/bolt';
import type { ChannelAddress } from '../../core/channel.ts';
import {
  DeliveryError,
  type DeliveryId,
  type EditRequest,
  type Receipt,
  type Sender,
  type SendRequest,
} from '../../core/delivery.ts';
import type { Message } from '../../core/message.ts';
import type { Clock } from '../../lib/clock.ts';
import { type ApiOptions, createClient } from './api.ts';
import { slackCode, toDeliveryError } from './errors.ts';
import { EVENT_TYPE, findDelivery } from './history.ts';
import { createLimitWatch } from './limit-watch.ts';
import { SLACK_PACE } from './limits.ts';
import { paginate } from './paginate.ts';
import { PLAIN_FALLBACK, PLAIN_UPDATE, renderMessage } from './render.ts';

/** Answers to a look into the history that say nothing about the next look. */
const PASSING = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/**
 * Posts through chat.postMessage. Slack knows no idempotence, so each message carries its delivery
 * id, and an attempt after a lost answer first looks for it in the channel. Where the bot may not
 * read the channel it posts again: a paper that comes twice does less harm than one that is lost.
 */
export function createSender(botToken: string, options: ApiOptions, clock: Clock): Sender {
  const widen = createLimitWatch(clock);

  async function send(request: SendRequest, signal: AbortSignal): Promise<Receipt> {
    const { channel } = request.to;
    if (signal.aborted) throw stopped(channel);
    const client = createClient(botToken, options, signal);
    const earlier = await earlierPost(client, request, options);
    if (earlier) return earlier;
    try {
      return await post(client, request);
    } catch (error) {
      throw widen(toDeliveryError(error, channel), channel);
    }
  }

  async function edit({ to, message, key, messageId }: EditRequest, signal: AbortSignal) {
    try {
      const client = createClient(botToken, options, signal);
      await client.chat.update({ ...content(to, message, key), ...PLAIN_UPDATE, ts: messageId });
    } catch (error) {
      throw widen(toDeliveryError(error, to.channel), to.channel);
    }
  }

  return { pace: SLACK_PACE, paginate, send, edit };
}

async function post(client: webApi.WebClient, { to, message, key }: SendRequest): Promise<Receipt> {
  const { ts } = await client.chat.postMessage({
    ...content(to, message, key),
    ...PLAIN_FALLBACK,
    unfurl_links: false,
    unfurl_media: false,
  });
  return { messageId: ts ?? '' };
}

function content(to: ChannelAddress, message: Message, key: DeliveryId) {
  return {
    channel: to.channel,
    ...renderMessage(message),
    metadata: { event_type: EVENT_TYPE, event_payload: { delivery_id: key } },
  };
}

/** The post of an earlier attempt, as far as one may have arrived and Slack lets us look. */
async function earlierPost(
  client: webApi.WebClient,
  { to, key, maybeSentAt }: SendRequest,
  { log }: ApiOptions,
): Promise<Receipt | undefined> {
  if (maybeSentAt === null) return undefined;
  try {
    return await findDelivery(client, to.channel, key, maybeSentAt);
  } catch (error) {
    const code = slackCode(error);
    if (code === undefined || PASSING.has(code)) throw stillUnknown(error, to.channel);
    log.warn(
      { channel: to.channel, delivery: key, code },
      'Slack did not let the bot look for an earlier copy of this message: it is posted again. Add the scope channels:history and invite the bot to prevent copies.',
    );
    return undefined;
  }
}

/** Looking failed, nothing was posted now: the earlier attempt is as unknown as before. */
function stillUnknown(error: unknown, channel: string): DeliveryError {
  const { message, retryAfterMs, concerns } = toDeliveryError(error, channel);
  return new DeliveryError('unknown', message, {
    concerns,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    cause: error,
  });
}

function stopped(channel: string): DeliveryError {
  return new DeliveryError('retry', `The post in ${channel} waits: the program is stopping.`);
}
