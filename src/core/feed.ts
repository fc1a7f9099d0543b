/** A feed that was added from chat. */
export interface Feed {
  readonly url: string;
  readonly title: string;
  /** Who added it: platform, workspace and the platform's id of the person, with slashes. */
  readonly addedBy: string;
  readonly addedAt: Date;
}

export interface FeedStore {
  /** Adds a feed; false when it is there already. */
  add(feed: Feed): Promise<boolean>;
  /** Takes a feed out; false when there was none. What it listed stays. */
  remove(url: string): Promise<boolean>;
  /** All of them, the oldest first. */
  list(): Promise<Feed[]>;
}
