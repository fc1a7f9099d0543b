import type { webApi } from '@slack/bolt';
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
import type { ApiOptions } from './api.ts';
import { slackCode, toDeliveryError } from './errors.ts';
import { EVENT_TYPE, findDelivery } from './history.ts';
import { createLimitWatch } from './limit-watch.ts';
import { SLACK_PACE } from './limits.ts';
import { paginate } from './paginate.ts';
import { placeOf, toReceipt } from './receipt.ts';
import { PLAIN_FALLBACK, PLAIN_UPDATE, renderMessage } from './render.ts';
import type { ClientOf } from './workspaces.ts';

/** Answers to a look into the history that say nothing about the next look. */
const PASSING = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/** Refusals of a thread, not of the message: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const THREADLESS = new Set([
  'cannot_reply_to_message',
  'thread_not_found',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
]);

/**
 * Posts through chat.postMessage. Slack knows no idempotence, so each message carries its delivery
 * id, and an attempt after a lost answer first looks for it in the channel. Where the bot may not
 * read the channel it posts again: a paper that comes twice does less harm than one that is lost.
 */
export function createSender(clientOf: ClientOf, options: ApiOptions, clock: Clock): Sender {
  const widen = createLimitWatch(clock);

  async function send(request: SendRequest, signal: AbortSignal): Promise<Receipt> {
    const { workspace, channel } = request.to;
    if (signal.aborted) throw stopped(channel);
    const client = await clientOf(workspace, signal);
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
      const client = await clientOf(to.workspace, signal);
      const place = placeOf(messageId, to.channel);
      await client.chat.update({ ...content(message, key), ...PLAIN_UPDATE, ...place });
    } catch (error) {
      throw widen(toDeliveryError(error, to.channel), to.channel);
    }
  }

  return { pace: SLACK_PACE, paginate: (message) => paginate(message), send, edit };
}

/** What can't be said in the thread is said in the channel: no paper gets lost. */
async function post(client: webApi.WebClient, request: SendRequest): Promise<Receipt> {
  const thread = threadOf(request);
  try {
    return await postIn(thread, client, request);
  } catch (error) {
    if (thread === null || !THREADLESS.has(slackCode(error) ?? '')) throw error;
    return postIn(null, client, request);
  }
}

function threadOf({ message, first }: SendRequest): string | null {
  return message.inThread ? first : null;
}

async function postIn(
  thread: string | null,
  client: webApi.WebClient,
  { to, message, key }: SendRequest,
): Promise<Receipt> {
  const { channel = to.channel, ts = '' } = await client.chat.postMessage({
    ...target(to.channel, thread),
    ...content(message, key),
    ...PLAIN_FALLBACK,
    unfurl_links: false,
    unfurl_media: false,
  });
  return toReceipt({ channel, ts }, to.channel);
}

function target(channel: string, thread: string | null) {
  if (thread === null) return { channel };
  const place = placeOf(thread, channel);
  return { channel: place.channel, thread_ts: place.ts };
}

function content(message: Message, key: DeliveryId) {
  return {
    ...renderMessage(message),
    metadata: { event_type: EVENT_TYPE, event_payload: { delivery_id: key } },
  };
}

/** The post of an earlier attempt, as far as one may have arrived and Slack lets us look. */
async function earlierPost(
  client: webApi.WebClient,
  request: SendRequest,
  { log }: ApiOptions,
): Promise<Receipt | undefined> {
  const { to, key, maybeSentAt } = request;
  if (maybeSentAt === null) return undefined;
  try {
    return await findDelivery(client, { to, key, since: maybeSentAt, thread: threadOf(request) });
  } catch (error) {
    const code = slackCode(error);
    if (code === undefined || PASSING.has(code)) throw stillUnknown(error, to.channel);
    log.warn(
      { channel: to.channel, delivery: key, code },
      'Slack did not let the bot look for an earlier copy of this message: it is posted again. Add the scope channels:history and invite the bot to prevent copies; for direct messages the scopes are im:write and im:history.',
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
