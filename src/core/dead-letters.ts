import type { ChannelAddress } from './channel.ts';
import type { DeliveryId, DeliveryState } from './delivery.ts';

/** A delivery that has not arrived. */
export interface Undelivered {
  readonly id: DeliveryId;
  readonly to: ChannelAddress;
  /** failed: a dead letter, which was given up and waits for a person. */
  readonly state: Exclude<DeliveryState, 'sent'>;
  /** True when it changes a message that was posted before. */
  readonly isEdit: boolean;
  /** How often it was handed to the platform. */
  readonly attempts: number;
  /** When it was put in the queue. */
  readonly since: Date;
  /** When it may be tried next; null for a dead letter, and while its channel is paused. */
  readonly nextAttempt: Date | null;
  /** Why it was given up, or why it waits; null when nothing went wrong. */
  readonly reason: string | null;
  /** How many papers it brings. */
  readonly papers: number;
}

/**
 * Deliveries that were given up, for a person to decide on. An edit that was given up is none: the
 * message that it would have changed is there.
 */
export interface DeadLetters {
  /** All that has not arrived, in the order of the queue. */
  list(): Promise<Undelivered[]>;
  /**
   * Puts dead letters back at their old place in their channel's queue, due now and with full patience.
   * @param id left out: all of them.
   * @returns how many.
   */
  retry(now: Date, id?: DeliveryId): Promise<number>;
  /**
   * Forgets dead letters for good. Their papers count as posted, so they are not posted again.
   * @param id left out: all of them.
   * @returns how many.
   */
  drop(id?: DeliveryId): Promise<number>;
}
