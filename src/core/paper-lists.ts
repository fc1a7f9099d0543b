import type { Paper, PaperId } from './paper.ts';
import type { Search } from './search.ts';

/** From a moment until another, which lies outside. */
export interface Period {
  readonly since: Date;
  readonly until: Date;
}

/** One entry of a source that belongs to a paper. */
export interface PaperListing {
  readonly source: string;
  readonly url: string;
  /** The day or moment it was listed; null when the source does not say. */
  readonly listedAt: Date | null;
}

/** Lists of stored papers for readers, a part at a time: none of them reads more than it gives. */
export interface PaperLists {
  /** Papers listed in a period, the most upvoted first, then the latest; so many after the first `skip`. */
  mostUpvoted(period: Period, limit: number, skip?: number): Promise<Paper[]>;
  /** How many papers were listed in a period. */
  countListed(period: Period): Promise<number>;
  /** The last listing date before a moment; undefined when there is none. */
  latestBefore(moment: Date): Promise<Date | undefined>;
  /**
   * Names of papers listed at or after a moment, the latest first, then the most upvoted.
   * @param search leaves out papers that can't match; null leaves out none.
   */
  namesSince(since: Date, search: Search | null, limit?: number): Promise<PaperId[]>;
  /** The papers with these names, in this order; one that is no more is left out. */
  get(ids: readonly PaperId[]): Promise<Paper[]>;
  /** Where a paper was listed, the first listing first. */
  listingsOf(id: PaperId): Promise<PaperListing[]>;
}
