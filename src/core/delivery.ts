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
  /** The platform's own id of the first message of the digest that this one goes on; null for a first one. */
  readonly first: string | null;
}

export interface EditRequest {
  readonly to: ChannelAddress;
  /** What the message shows from now on. */
  readonly message: Message;
  readonly key: DeliveryId;
  /** The platform's own id of the message to change. */
  readonly messageId: string;
}

/** How many posts a platform takes. Infinity where it states no limit, 0 where none must pass. */
export interface Pace {
  /** Shortest time between two posts in one channel, in milliseconds. */
  readonly channelMs: number;
  /** Most posts within any second in one workspace. */
  readonly workspacePerSecond: number;
  /** Most posts within any second over all workspaces. */
  readonly perSecond: number;
  /** As how many posts it counts to look for one that may have arrived. */
  readonly lookCost: number;
}

/** The pace of what takes posts as they come. */
export const NO_LIMITS: Pace = {
  channelMs: 0,
  workspacePerSecond: Number.POSITIVE_INFINITY,
  perSecond: Number.POSITIVE_INFINITY,
  lookCost: 0,
};

/** The half of a platform that posts. */
export interface Sender {
  readonly pace: Pace;
  /**
   * Cuts a message into the fewest messages that each fit the platform's limits, in order.
   * A card is never cut in its middle: a single oversized one has its texts shortened instead.
   */
  paginate(message: Message): Message[];
  /** Posts one message. Rejects with a DeliveryError and nothing else. */
  send(request: SendRequest, signal: AbortSignal): Promise<Receipt>;
  /**
   * Changes a posted message without a new notification; doing it twice is doing it once. Null
   * where a message can't be changed. Rejects with a DeliveryError and nothing else.
   */
  readonly edit: ((request: EditRequest, signal: AbortSignal) => Promise<void>) | null;
}

/**
 * permanent: the same message will never arrive there; retry: it did not arrive and may later;
 * unknown: it may have arrived.
 */
export type DeliveryErrorKind = 'permanent' | 'retry' | 'unknown';

/** What a failure concerns, and so what must wait or end. */
export type Concern = 'message' | 'channel' | 'workspace' | 'platform';

/** The only error that leaves a Sender; only the platform decides on its kind. */
export class DeliveryError extends Error {
  readonly kind: DeliveryErrorKind;
  /** How long the platform asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /**
   * Where the fault lies. Of a permanent one: in this message alone, or in its channel. Of any
   * other: whether the whole workspace or platform must wait (a rate limit over all, a bad token).
   */
  readonly concerns: Concern;

  /** @param reason one sentence for people: what happened and what to do. Never a secret. */
  constructor(
    kind: DeliveryErrorKind,
    reason: string,
    options: { retryAfterMs?: number; concerns?: Concern; cause?: unknown } = {},
  ) {
    super(reason, { cause: options.cause });
    this.name = 'DeliveryError';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.concerns = options.concerns ?? 'channel';
  }
}
