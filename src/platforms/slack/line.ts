import type { Receiver } from '@slack/bolt';
import type { Outage } from '../../lib/outage.ts';
import type { ApiOptions } from './api.ts';

/** The way on which Slack's commands and events come in. */
export interface Line {
  /** What the bolt App is made with. */
  readonly receiver: Receiver;
  /** Lets them in; rejects with one sentence when that can't be. */
  open(): Promise<void>;
  /** Lets no more in, as far as that can be without losing what is under way. */
  close(): void;
  /** Ends what is left of it, once nothing is under way. */
  end(): void;
}

export interface LineOptions extends ApiOptions {
  /** Learns whether commands come in. */
  readonly outage: Outage;
  /** Aborted when the program stops. */
  readonly stopped: AbortSignal;
}
