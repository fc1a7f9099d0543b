/**
 * Names a work beyond one source: "arxiv:2509.22860" (no version), "doi:10.1000/xyz" (lower case),
 * or "entry:<source>#<id>" for an entry of a feed that has neither.
 */
export type Identifier = string;

/** The identity of a paper: the first identifier it was seen under. It never changes. */
export type PaperId = Identifier;

/** One entry as one source published it. Texts are plain: no markup, no entities, no line breaks. */
export interface Listing {
  /** Name of the source: "hugging-face", "arxiv:cs.LG", "rss:https://example.org/feed". */
  readonly source: string;
  /** The source's own name for the entry, the same for every version of it. */
  readonly entryId: string;
  /** What the entry certainly is, best first; never empty. */
  readonly identifiers: readonly Identifier[];
  /** Works that the entry only links to: the same work when the titles agree. */
  readonly mentions: readonly Identifier[];
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  readonly url: string;
  /** The day or moment it was listed; null when the source does not say. */
  readonly listedAt: Date | null;
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
