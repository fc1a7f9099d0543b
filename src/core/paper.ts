import type { Link } from './message.ts';
import type { Search } from './search.ts';

/**
 * Names a work: beyond one source "arxiv:2509.22860" (no version) or "doi:10.1000/xyz" (lower case),
 * and within a feed "entry:<source>#<id>", which stays when the entry later gains one of these.
 */
export type Identifier = string;

/** The identity of a paper: the first identifier it was seen under. It never changes. */
export type PaperId = Identifier;

/** What is told of a work. Texts are plain: no markup, no entities, no line breaks. */
export interface Work {
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  readonly url: string;
  /** When the work itself came out; null when unknown. */
  readonly publishedAt: Date | null;
  /** arXiv categories ("cs.LG"), the primary one first where the source says so. */
  readonly categories: readonly string[];
  /** Keywords that the source itself gives. */
  readonly keywords: readonly string[];
  readonly organization: string | null;
  readonly upvotes: number | null;
  readonly comments: number | null;
  /** A summary by the source's own language model. */
  readonly machineSummary: string | null;
  readonly codeUrl: string | null;
  readonly projectUrl: string | null;
}

/** One entry as one source published it. */
export interface Listing extends Work {
  /** Name of the source: "hugging-face", "arxiv:cs.LG", "rss:https://example.org/feed". */
  readonly source: string;
  /** The source's own name for the entry, the same for every version of it. */
  readonly entryId: string;
  /** What the entry certainly is, best first; never empty. */
  readonly identifiers: readonly Identifier[];
  /** Works that the entry only links to: the same work when the titles agree. */
  readonly mentions: readonly Identifier[];
  /** Web addresses that stood in its abstract, in their order. */
  readonly addresses: readonly string[];
  /** The day or moment it was listed; null when the source does not say. */
  readonly listedAt: Date | null;
}

/**
 * The work itself, merged from all its listings. Its title leads to arXiv's abstract page, the
 * DOI, or the entry's own page.
 */
export interface Paper extends Work {
  readonly id: PaperId;
  /** The latest day on which a source listed it, as far as that day had come when it was seen. */
  readonly listedAt: Date;
  /** Names of the sources that listed it, the most telling first. */
  readonly sources: readonly string[];
  readonly arxivId: string | null;
  /** Further pages that its abstract names, with a short label: "Demo", "Data", the host. */
  readonly moreLinks: readonly Link[];
}

/** A paper after a listing of it was recorded, and what it was before; null when it is new. */
export interface Recorded {
  readonly paper: Paper;
  readonly before: Paper | null;
}

export interface PaperStore {
  /**
   * Adds a listing, or refreshes the one of the same source and entry, and merges it into the
   * paper that it belongs to. Two papers that a listing shows to be one become one.
   * @param seenAt when it was first seen, which stands in for a missing listing date; a known
   *   listing keeps its own.
   */
  record(listing: Listing, seenAt: Date): Promise<Recorded>;
  /**
   * Papers listed at or after a moment, the latest first, then the most upvoted.
   * @param search leaves out papers that can't match; null leaves out none.
   */
  listedSince(since: Date, search?: Search | null): Promise<Paper[]>;
  /** The paper with an identifier; undefined when no source has listed it. */
  find(identifier: Identifier): Promise<Paper | undefined>;
  /** The listing date of the oldest paper that was listed since a moment; undefined when there is none. */
  oldestSince(since: Date): Promise<Date | undefined>;
  /** The abstracts of the papers that were listed last, so many at most. */
  latestAbstracts(limit: number): Promise<string[]>;
  /** How many papers are stored. */
  count(): Promise<number>;
}

/** "Hugging Face", "arXiv cs.LG", "example.org/feed": a source as a reader knows it. */
export function sourceLabel(source: string): string {
  if (source === 'hugging-face') return 'Hugging Face';
  if (source.startsWith('arxiv:')) return `arXiv ${source.slice('arxiv:'.length)}`;
  return source.replace(/^rss:https?:\/\/(?:www\.)?|#[0-9a-f]{8}$/g, '').replace(/\/$/, '');
}
