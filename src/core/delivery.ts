import type { ChannelAddress } from './channel.ts';
import type { Message } from './message.ts';

/** Names one message for good: at most 25 characters of [0-9a-z], so that it serves as Discord's nonce. */
export type DeliveryId = string;

/** pending: waits for its turn; sending: handed to the platform, outcome not recorded yet. */
export type DeliveryState = 'pending' | 'sending' | 'sent' | 'failed';

/** One message on its way to a channel. */
export interface Delivery {
  readonly id: DeliveryId;
  readonly channelId: number;
  readonly message: Message;
  readonly state: DeliveryState;
  /** How often it was handed to the platform. */
  readonly attempts: number;
  readonly createdAt: Date;
}

/** What the platform says of a message that it took. */
export interface Receipt {
  /** The platform's own id of the message: Slack's ts, Discord's message id. */
  readonly messageId: string;
}

export interface SendRequest {
  readonly to: ChannelAddress;
  readonly message: Message;
  readonly key: DeliveryId;
  /**
   * When an earlier attempt may have arrived (the process died, or the answer was lost): the time
   * of the first attempt. The platform then makes sure that no second copy is posted, as far as
   * it can tell.
   */
  readonly maybeSentAt: Date | null;
}

/** The half of a platform that posts. */
export interface Sender {
  /**
   * Cuts a message into the fewest messages that each fit the platform's limits, in order.
   * A card is never cut in its middle: a single oversized one has its texts shortened instead.
   */
  paginate(message: Message): Message[];
  /** Posts one message. Rejects with a DeliveryError and nothing else. */
  send(request: SendRequest, signal: AbortSignal): Promise<Receipt>;
}

/**
 * permanent: the same message will never arrive there; retry: it did not arrive and may later;
 * unknown: it may have arrived.
 */
export type DeliveryErrorKind = 'permanent' | 'retry' | 'unknown';

/** The only error that leaves a Sender; only the platform decides on its kind. */
export class DeliveryError extends Error {
  readonly kind: DeliveryErrorKind;
  /** How long the platform asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** True when the fault lies in this message alone (not in the channel): the channel goes on. */
  readonly messageOnly: boolean;

  /** @param reason one sentence for people: what happened and what to do. Never a secret. */
  constructor(
    kind: DeliveryErrorKind,
    reason: string,
    options: { retryAfterMs?: number; messageOnly?: boolean; cause?: unknown } = {},
  ) {
    super(reason, { cause: options.cause });
    this.name = 'DeliveryError';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.messageOnly = options.messageOnly ?? false;
  }
}
