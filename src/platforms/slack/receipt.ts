import type { Receipt } from '../../core/delivery.ts';

/** A message in Slack's words. */
export interface Place {
  readonly channel: string;
  readonly ts: string;
}

/**
 * The receipt of a post: its ts, behind the channel where that is not the one that was asked for.
 * A post to a person's id stands in the direct message with that person: "D0123/1795000000.000100".
 */
export function toReceipt({ channel, ts }: Place, askedFor: string): Receipt {
  return { messageId: channel === askedFor ? ts : `${channel}/${ts}` };
}

/** Where the message of a receipt stands; undefined for a receipt of none. */
export function placeOf(messageId: string, askedFor: string): Place {
  const [ts = '', channel = askedFor] = messageId.split('/').toReversed();
  return { channel, ts };
}
