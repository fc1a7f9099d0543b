import type { ChannelAddress } from './channel.ts';
import type { Delivery, DeliveryId, Receipt } from './delivery.ts';
import type { Message } from './message.ts';
import type { PaperId } from './paper.ts';

/** One page of a digest: a message and the papers that it brings. */
export interface Page {
  readonly id: DeliveryId;
  readonly message: Message;
  /** Shown as cards. */
  readonly papers: readonly PaperId[];
  /** Only counted, because the channel has had its cards for the day. */
  readonly more?: readonly PaperId[];
  /** The first page of the digest that this one goes on. */
  readonly first?: DeliveryId;
}

/** A delivery that this process holds until its lease ends. */
export interface ClaimedDelivery extends Delivery {
  readonly to: ChannelAddress;
  /** When an earlier attempt may have arrived: the time of the first one. */
  readonly maybeSentAt: Date | null;
  /** How long it has waited between attempts so far, in milliseconds. */
  readonly waitedMs: number;
  /** The platform's id of the message that it changes; null for a new message. */
  readonly edits: string | null;
  /** The platform's id of the first message of its digest; null for that itself, or when it never arrived. */
  readonly first: string | null;
}

/** A delivery that is not settled. */
export interface Unsettled {
  /** Its place among all deliveries, which is their order within a channel. */
  readonly seq: number;
  readonly channelId: number;
  readonly to: ChannelAddress;
  /** When it may be tried; in the past when it is due. */
  readonly dueAt: Date;
}

/** Deliveries on their way; written in the transaction that consumes the matches. */
export interface Outbox {
  /** Puts a digest's pages in the queue of a channel, behind what waits there. */
  put(channelId: number, pages: readonly Page[], now: Date): Promise<void>;
  /**
   * The unsettled deliveries of channels that are not paused, in their order. The first one of a
   * channel is the head of its queue.
   * @param platforms only of these.
   * @param after the place of the last one that was listed before; 0 for none.
   * @param most so many of them.
   */
  listUnsettled(
    platforms: readonly string[],
    after: number,
    most: number,
    now: Date,
  ): Promise<Unsettled[]>;
  /**
   * Takes the first delivery of a channel's queue for `leaseMs`; undefined when there is none,
   * it must wait, or another process holds it. A claim whose lease ended without an outcome
   * (its process died) is given out again, with maybeSentAt set.
   */
  claim(channelId: number, now: Date, leaseMs: number): Promise<ClaimedDelivery | undefined>;
  /** Lets go of a claim that was not handed to the platform: it is as if it had not been made. */
  giveBack(claim: ClaimedDelivery): Promise<void>;
  /** Records an outcome. Only the process that holds the claim may; false when it lost it. */
  settle(claim: ClaimedDelivery, outcome: Outcome, now: Date): Promise<boolean>;
  /** Deliveries that were given up since a moment, with the reason. */
  failedSince(since: Date): Promise<FailedDelivery[]>;
  /** How many deliveries wait. */
  waiting(): Promise<number>;
}

export interface FailedDelivery {
  readonly id: DeliveryId;
  readonly to: ChannelAddress;
  readonly reason: string;
}

export type Outcome =
  | { readonly kind: 'sent'; readonly receipt: Receipt }
  /** Again at a later time; `maybeSent` when this attempt may have arrived. */
  | {
      readonly kind: 'later';
      readonly notBefore: Date;
      /** How much of the wait counts against the delivery's patience, in milliseconds. */
      readonly waitedMs: number;
      readonly maybeSent: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'failed'; readonly reason: string };
