import type { DeliveryId, DeliveryState } from './delivery.ts';
import type { Language } from './language.ts';
import type { Message } from './message.ts';
import type { Paper, PaperId } from './paper.ts';

/** How a paper came to a channel. */
export interface Post {
  readonly state: DeliveryState;
  /** When it was sent or given up, or queued. */
  readonly at: Date;
  /** Why it was given up, or why it waits; null when nothing went wrong. */
  readonly reason: string | null;
  /** False when the paper was only counted as one of more, beyond the channel's cards of the day. */
  readonly carded: boolean;
}

/** A message in a channel, with the papers of its cards. */
export interface SentMessage {
  readonly delivery: DeliveryId;
  readonly channelId: number;
  readonly message: Message;
  /** The paper of each card; a card without one belongs to a paper that has become another. */
  readonly papers: readonly (PaperId | undefined)[];
}

/** What every channel was given: a paper once. */
export interface PostStore {
  /** How a paper came to a channel; undefined when it never did. */
  find(channelId: number, paperId: PaperId): Promise<Post | undefined>;
  /** How many channels were sent a card of a paper. */
  countChannels(paperId: PaperId): Promise<number>;
  /** Those of some papers that a channel was given already. */
  knownAmong(channelId: number, papers: readonly PaperId[]): Promise<Set<PaperId>>;
  /** How many cards a channel was given since a moment. */
  cardsSince(channelId: number, since: Date): Promise<number>;
  /** Papers that were only counted from a moment until another. */
  moreBetween(channelId: number, since: Date, until: Date): Promise<Paper[]>;
  /** The latest delivery since a moment that counts papers without showing them. */
  lastWithMore(channelId: number, since: Date): Promise<DeliveryId | undefined>;
  /** Counts further papers with a delivery, without showing them. */
  addMore(channelId: number, delivery: DeliveryId, papers: readonly PaperId[]): Promise<void>;
  /**
   * Notes that cards of a paper say too little by now, as far as they were posted since a moment.
   * @param channelId left out: in all channels.
   */
  markChanged(paperId: PaperId, since: Date, channelId?: number): Promise<void>;
  /** The same of cards that have a new summary, in the channels of its language. */
  markSummarised(paperId: PaperId, language: Language, since: Date): Promise<void>;
  /** Messages with such a card, the oldest first, until edited. */
  listChanged(limit: number): Promise<SentMessage[]>;
  /**
   * Queues what a message shows from now on; an edit of it that waits is replaced.
   * @param message null: nothing is to be changed after all.
   */
  edit(id: DeliveryId, sent: SentMessage, message: Message | null, now: Date): Promise<void>;
}
