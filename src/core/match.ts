import type { Evidence } from './matching/evidence.ts';
import type { Paper, PaperId } from './paper.ts';

/** A paper that satisfies a channel's subscription. */
export interface Match {
  readonly channelId: number;
  readonly subscriptionId: number;
  readonly paperId: PaperId;
  readonly evidence: readonly Evidence[];
}

/** A paper that a channel has not seen, with all the reasons why it is news there. */
export interface News {
  readonly paper: Paper;
  readonly reasons: readonly Reason[];
}

export interface Reason {
  /** The subscription's query, as it is subscribed to. */
  readonly query: string;
  readonly evidence: readonly Evidence[];
}

export interface MatchStore {
  /** Keeps matches; one that is known already is left as it was, one of a removed subscription left out. */
  add(matches: readonly Match[], now: Date): Promise<void>;
  /**
   * Papers that match and were never posted in the channel, in no order; without those that have
   * fewer upvotes than the channel asks for.
   */
  newsOf(channelId: number): Promise<News[]>;
  /** Forgets that papers match a channel's subscriptions, as far as they were never posted there. */
  drop(channelId: number, papers: readonly PaperId[]): Promise<void>;
  /** The same for papers that were listed before a moment. */
  dropOlder(channelId: number, moment: Date): Promise<void>;
  /** A paper with the reasons why it matches a channel's subscriptions; undefined when it does not. */
  matchOf(channelId: number, paperId: PaperId): Promise<News | undefined>;
  /** Papers listed since a moment that match a channel's subscriptions, posted or not. */
  matchedSince(channelId: number, since: Date): Promise<News[]>;
}
