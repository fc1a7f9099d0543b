import type { ChannelStore } from './channel.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { FeedStore } from './feed.ts';
import type { InstallationStore } from './installation.ts';
import type { MatchStore } from './match.ts';
import type { AbbreviationStore } from './matching/abbreviations.ts';
import type { Outbox } from './outbox.ts';
import type { OverviewStore } from './overview.ts';
import type { PaperStore } from './paper.ts';
import type { PaperLists } from './paper-lists.ts';
import type { Peers } from './peers.ts';
import type { Check } from './platform.ts';
import type { PostStore } from './post.ts';
import type { ReaderStore } from './reader.ts';
import type { SavedStore } from './saved.ts';
import type { SeenStore } from './seen.ts';
import type { SilenceStore } from './silence.ts';
import type { SourceStore } from './source.ts';
import type { SubscriptionStore } from './subscription.ts';
import type { SummaryStore } from './summary/store.ts';

/** Everything that outlives the process. */
export interface Stores {
  readonly papers: PaperStore;
  readonly lists: PaperLists;
  readonly abbreviations: AbbreviationStore;
  readonly sources: SourceStore;
  readonly channels: ChannelStore;
  readonly subscriptions: SubscriptionStore;
  readonly matches: MatchStore;
  readonly outbox: Outbox;
  readonly posts: PostStore;
  readonly deadLetters: DeadLetters;
  readonly overview: OverviewStore;
  readonly silences: SilenceStore;
  readonly saved: SavedStore;
  readonly feeds: FeedStore;
  readonly installations: InstallationStore;
  readonly seen: SeenStore;
  readonly summaries: SummaryStore;
  readonly readers: ReaderStore;
}

export interface Storage extends Stores {
  /**
   * Runs work whose writes become visible all together or not at all. The work uses the stores
   * that it is given, and does nothing that waits for the network.
   */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /**
   * The same for work on one channel, what it gets and what it was given: on PostgreSQL, that of
   * other channels goes on meanwhile.
   */
  channelTransaction<T>(channelId: number, work: (stores: Stores) => Promise<T>): Promise<T>;
  /** The processes on this database. */
  readonly peers: Peers;
  /** Resolves when the database answers; after a failure, when it can be written to again. */
  ping(): Promise<void>;
  /** The database as people know it; without a password. */
  readonly name: string;
  /** Looks at the whole database, for `paper-route doctor`: what is wrong with it, and what is there. */
  check(): Promise<Check[]>;
  close(): Promise<void>;
}
