import type { Receipt } from '../../core/delivery.ts';

/** Where a message stands: in a channel, or in a thread, which is a channel of its own. */
export interface Spot {
  readonly channel: string;
  readonly message: string;
}

/** The receipt for a channel: the message's id, behind "thread/" when it stands in a thread of it. */
export function receiptOf(to: string, { channel, message }: Spot): Receipt {
  return { messageId: channel === to ? message : `${channel}/${message}` };
}

/** Where the message of a receipt stands. */
export function spotOf(to: string, messageId: string): Spot {
  const [thread = '', message] = messageId.split('/');
  return message === undefined ? { channel: to, message: messageId } : { channel: thread, message };
}
