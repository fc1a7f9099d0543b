/** Who may add feeds in chat. off: nobody, and those that were added are not read. */
export type FeedsFromChat = 'off' | 'managers' | 'everyone';

/** A feed as it was found at an address. */
export interface FoundFeed {
  /** Where to read it: the address that was given, or the one that the page there names. */
  readonly url: string;
  /** Its own title, on one line; empty when it has none. */
  readonly title: string;
  /** Addresses of the other feeds that the page names. */
  readonly others: readonly string[];
}

/** Finds the feed at a web address, or at the page there. Rejects with a SourceError. */
export type FindFeed = (address: string, signal: AbortSignal) => Promise<FoundFeed>;
