import type { ChannelAddress } from './channel.ts';
import type { Delivery, DeliveryId, DeliveryState, Receipt } from './delivery.ts';
import type { Message } from './message.ts';
import type { PaperId } from './paper.ts';

/** One page of a digest: a message and the papers that it brings. */
export interface Page {
  readonly id: DeliveryId;
  readonly message: Message;
  readonly papers: readonly PaperId[];
}

/** A delivery that this process holds until its lease ends. */
export interface ClaimedDelivery extends Delivery {
  readonly to: ChannelAddress;
  /** When an earlier attempt may have arrived: the time of the first one. */
  readonly maybeSentAt: Date | null;
}

/** The unsettled deliveries of one channel, seen from their head. */
export interface Queue {
  readonly channelId: number;
  /** When its first delivery may be tried; in the past when it is due. */
  readonly dueAt: Date;
}

/** Deliveries on their way; written in the transaction that consumes the matches. */
export interface Outbox {
  /** Puts a digest's pages in the queue of a channel, behind what waits there. */
  put(channelId: number, pages: readonly Page[], now: Date): Promise<void>;
  /** The channels that have something to deliver and are not paused, and when each may be tried. */
  queues(): Promise<Queue[]>;
  /**
   * Takes the first delivery of a channel's queue for `leaseMs`; undefined when there is none,
   * it must wait, or another process holds it. A claim whose lease ended without an outcome
   * (its process died) is given out again, with maybeSentAt set.
   */
  claim(channelId: number, now: Date, leaseMs: number): Promise<ClaimedDelivery | undefined>;
  /** Records an outcome. Only the process that holds the claim may; false when it lost it. */
  settle(claim: ClaimedDelivery, outcome: Outcome, now: Date): Promise<boolean>;
  /** The delivery that brings or brought a paper to a channel; undefined when there is none. */
  postOf(channelId: number, paperId: PaperId): Promise<Post | undefined>;
  /** Deliveries that were given up since a moment, with the reason. */
  failedSince(since: Date): Promise<FailedDelivery[]>;
  /** How many deliveries wait. */
  waiting(): Promise<number>;
}

export interface Post {
  readonly state: DeliveryState;
  /** When it was sent or given up, or queued. */
  readonly at: Date;
  readonly reason: string | null;
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
      readonly maybeSent: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'failed'; readonly reason: string };
