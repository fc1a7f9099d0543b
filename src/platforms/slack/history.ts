import type { webApi } from '@slack/bolt';
import type { ChannelAddress } from '../../core/channel.ts';
import type { DeliveryId, Receipt } from '../../core/delivery.ts';
import { placeOf, toReceipt } from './receipt.ts';

/** The name of our message metadata. */
export const EVENT_TYPE = 'paper_route_delivery';

/** The most that Slack gives an app outside its Marketplace at a time (FACTS: conversations.history). */
const PAGE_SIZE = 15;
/** Ours: 150 messages since the first attempt, within the 50 calls a minute of tier 3. */
const MAX_PAGES = 10;
/** Ours: by how much our clock may be ahead of Slack's, in milliseconds. */
const CLOCK_SKEW_MS = 60_000;

/** The message to look for. */
export interface Search {
  readonly to: ChannelAddress;
  readonly key: DeliveryId;
  /** When it may have been posted at the earliest. */
  readonly since: Date;
  /** The receipt of the message whose thread it belongs to; null for a message of its own. */
  readonly thread: string | null;
}

/**
 * Looks in a channel, or in a thread there, for the message that carries this delivery id, among
 * those since `since`. Needs channels:history (groups:history in a private channel, im:write and
 * im:history for a direct message) and the bot's membership; rejects with the SDK's error without.
 */
export async function findDelivery(
  client: webApi.WebClient,
  { to, key, since, thread }: Search,
): Promise<Receipt | undefined> {
  const place = thread === null ? undefined : placeOf(thread, to.channel);
  const channel = await roomOf(client, place?.channel ?? to.channel);
  const oldest = ((since.getTime() - CLOCK_SKEW_MS) / 1_000).toFixed(6);
  const range = { channel, oldest, limit: PAGE_SIZE, include_all_metadata: true };
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const asked = { ...range, ...(cursor ? { cursor } : {}) };
    const history = await (place
      ? client.conversations.replies({ ...asked, ts: place.ts })
      : client.conversations.history(asked));
    const ts = history.messages?.find((message) => deliveryIdOf(message) === key)?.ts;
    if (ts !== undefined) return toReceipt({ channel, ts }, to.channel);
    cursor = history.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return undefined;
}

/** The conversation of an address: a person's id stands for the direct message with the bot. */
async function roomOf(client: webApi.WebClient, channel: string): Promise<string> {
  if (!/^[UW]/.test(channel)) return channel;
  const { channel: direct } = await client.conversations.open({ users: channel });
  return direct?.id ?? channel;
}

function deliveryIdOf(message: { readonly metadata?: unknown }): unknown {
  const metadata = message.metadata as
    | { event_type?: string; event_payload?: { delivery_id?: unknown } }
    | undefined;
  return metadata?.event_type === EVENT_TYPE ? metadata.event_payload?.delivery_id : undefined;
}
