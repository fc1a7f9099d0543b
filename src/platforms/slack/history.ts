import type { webApi } from '@slack/bolt';
import type { DeliveryId, Receipt } from '../../core/delivery.ts';

/** The name of our message metadata. */
export const EVENT_TYPE = 'paper_route_delivery';

/** The most that Slack gives an app outside its Marketplace at a time (FACTS: conversations.history). */
const PAGE_SIZE = 15;
/** Ours: 150 messages since the first attempt, within the 50 calls a minute of tier 3. */
const MAX_PAGES = 10;
/** Ours: by how much our clock may be ahead of Slack's, in milliseconds. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Looks in a channel for the message that carries this delivery id, among those since `since`.
 * Needs channels:history (groups:history in a private channel) and the bot's membership; rejects
 * with the SDK's error without.
 */
export async function findDelivery(
  client: webApi.WebClient,
  channel: string,
  key: DeliveryId,
  since: Date,
): Promise<Receipt | undefined> {
  const oldest = ((since.getTime() - CLOCK_SKEW_MS) / 1_000).toFixed(6);
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const history = await client.conversations.history({
      channel,
      oldest,
      limit: PAGE_SIZE,
      include_all_metadata: true,
      ...(cursor ? { cursor } : {}),
    });
    const ts = history.messages?.find((message) => deliveryIdOf(message) === key)?.ts;
    if (ts !== undefined) return { messageId: ts };
    cursor = history.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return undefined;
}

function deliveryIdOf(message: { readonly metadata?: unknown }): unknown {
  const metadata = message.metadata as
    | { event_type?: string; event_payload?: { delivery_id?: unknown } }
    | undefined;
  return metadata?.event_type === EVENT_TYPE ? metadata.event_payload?.delivery_id : undefined;
}
