import type { webApi } from '@slack/bolt';
import type { ChatHooks, Reply } from '../../core/command.ts';
import type { Log } from '../../lib/log.ts';
import { answersOf } from './answers.ts';
import { failureName } from './errors.ts';
import { publishHome } from './home.ts';
import { replyView } from './modal.ts';
import { PLAIN_FALLBACK, PLAIN_UPDATE, type SlackPayload, withoutPersons } from './render.ts';
import type { Spot } from './spot.ts';

type Fetch = NonNullable<webApi.WebClientOptions['fetch']>;

/** What telling somebody something takes. */
export interface Channels {
  readonly client: webApi.WebClient;
  readonly hooks: ChatHooks;
  readonly fetch: Fetch;
  readonly log: Log;
}

/** Whom to tell, and where. */
export interface Listener {
  readonly userId: string;
  readonly spot: Spot;
  /** Opens a modal within 3 s of a press. */
  readonly triggerId?: string | undefined;
}

/** Shows a reply to one person alone, where that person is. Rejects with the SDK's error. */
export async function tell(reply: Reply, to: Listener, channels: Channels): Promise<void> {
  if (to.spot.surface === 'home') return tellAtHome(reply, to, channels);
  const answers = answersOf(reply);
  for (const [index, payload] of answers.entries()) {
    await answer(payload, index, to, channels);
  }
}

/** True when a home that is drawn anew says all: the thing is done, in one line and without buttons. */
export function isShort({ tone, message, file }: Reply): boolean {
  const { lines, rows = [], cards, actions = [] } = message;
  return tone === 'good' && !file && [lines, rows, cards, actions].every((it) => it.length === 0);
}

/** Draws the home anew; what it does not show by itself is told in a modal, or as a direct message. */
async function tellAtHome(reply: Reply, to: Listener, channels: Channels): Promise<void> {
  const { client, hooks, log } = channels;
  const { userId, spot, triggerId } = to;
  if (!isShort(reply)) {
    const shown = triggerId ? await opened(client, triggerId, reply, log) : false;
    if (!shown) await tellDirectly(reply, userId, client);
  }
  await publishHome(client, { workspace: spot.workspace, userId }, hooks, log);
}

async function opened(
  client: webApi.WebClient,
  trigger_id: string,
  reply: Reply,
  log: Log,
): Promise<boolean> {
  if (reply.file) return false;
  try {
    await client.views.open({ trigger_id, view: replyView(reply) });
    return true;
  } catch (error) {
    log.debug(`Slack: a modal could not be opened (${failureName(error)})`);
    return false;
  }
}

async function tellDirectly(reply: Reply, channel: string, client: webApi.WebClient) {
  const message = withoutPersons(reply.message);
  for (const payload of answersOf({ ...reply, message })) {
    const quiet = { unfurl_links: false, unfurl_media: false };
    await client.chat.postMessage({ channel, ...payload, ...PLAIN_FALLBACK, ...quiet });
  }
}

/**
 * The first answer to a press on what only the person sees stands in its place. Where the
 * response_url takes nothing (used five times, 30 minutes old, Slack in trouble), it is a new one.
 */
async function answer(
  payload: SlackPayload,
  index: number,
  { userId, spot }: Listener,
  { client, fetch }: Channels,
): Promise<void> {
  const { surface, responseUrl, thread, room } = spot;
  const content = { ...payload, ...(thread !== undefined && { thread_ts: thread }) };
  if (responseUrl) {
    const replace_original = surface === 'ephemeral' && index === 0;
    const kind = { response_type: 'ephemeral', replace_original } as const;
    const status = await respond(fetch, responseUrl, { ...kind, ...content, ...PLAIN_FALLBACK });
    if (status !== null && status < 300) return;
  }
  const channel = room ?? spot.channel;
  await client.chat.postEphemeral({ channel, user: userId, ...content, ...PLAIN_UPDATE });
}

/** The status of the answer; null when there was none. */
async function respond(fetch: Fetch, url: string, body: object): Promise<number | null> {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    await response.text();
    return response.status;
  } catch {
    return null;
  }
}
