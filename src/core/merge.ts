import { linksOf } from './links.ts';
import type { Listing, Paper, PaperId } from './paper.ts';

/** A listing with the moment it was first seen, which stands in for a missing listing date. */
export interface SeenListing extends Listing {
  readonly seenAt: Date;
}

/**
 * The paper that all these listings describe. Texts come from the most telling source that has
 * them (arXiv, then Hugging Face, then feeds), votes and links from whoever gives them.
 */
export function mergeListings(id: PaperId, listings: readonly SeenListing[]): Paper {
  const ranked = listings.toSorted((a, b) => sourceRank(a.source) - sourceRank(b.source));
  const identifiers = ranked.flatMap((listing) => listing.identifiers);
  const arxivId = withoutPrefix(identifiers, 'arxiv:');
  return {
    id,
    title: firstText(ranked.map((listing) => listing.title)),
    abstract: firstText(ranked.map((listing) => listing.abstract)),
    authors: ranked.find((listing) => listing.authors.length > 0)?.authors ?? [],
    url: paperUrl(arxivId, withoutPrefix(identifiers, 'doi:'), ranked),
    listedAt: latest(ranked.map(listingDay)),
    publishedAt: firstOf(ranked, 'publishedAt'),
    sources: unique(ranked.map((listing) => listing.source)),
    arxivId,
    categories: unique(ranked.flatMap((listing) => listing.categories)),
    keywords: unique(ranked.flatMap((listing) => listing.keywords)),
    organization: firstOf(ranked, 'organization'),
    upvotes: firstOf(ranked, 'upvotes'),
    comments: firstOf(ranked, 'comments'),
    machineSummary: firstOf(ranked, 'machineSummary'),
    ...linksOf(ranked),
  };
}

/**
 * True when two titles name the same work: equal as words, or the shorter one (of four words or
 * more) stands whole at the start or the end of the longer, as in "Blog: <title of the paper>".
 */
export function sameTitle(one: string, other: string): boolean {
  const [short, long] = [titleWords(one), titleWords(other)].sort((a, b) => a.length - b.length);
  if (!short || !long || short.length === 0) return false;
  if (short.length === long.length) return short.join(' ') === long.join(' ');
  if (short.length < 4) return false;
  const text = ` ${long.join(' ')} `;
  const part = ` ${short.join(' ')} `;
  return text.startsWith(part) || text.endsWith(part);
}

function titleWords(title: string): string[] {
  return (
    title
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function sourceRank(source: string): number {
  if (source.startsWith('arxiv:')) return 0;
  return source === 'hugging-face' ? 1 : 2;
}

function paperUrl(arxivId: string | null, doi: string | null, ranked: readonly Listing[]): string {
  if (arxivId) return `https://arxiv.org/abs/${arxivId}`;
  return ranked[0]?.url || (doi ? `https://doi.org/${doi}` : '');
}

function withoutPrefix(identifiers: readonly string[], prefix: string): string | null {
  return identifiers.find((it) => it.startsWith(prefix))?.slice(prefix.length) ?? null;
}

function firstText(texts: readonly string[]): string {
  return texts.find((text) => text !== '') ?? '';
}

function firstOf<K extends keyof Listing>(ranked: readonly Listing[], key: K): Listing[K] | null {
  return ranked.find((listing) => listing[key] !== null)?.[key] ?? null;
}

/** A date ahead of the day on which it was seen is a feed's error, or a journal's cover date. */
function listingDay({ listedAt, seenAt }: SeenListing): Date {
  return listedAt !== null && listedAt < seenAt ? listedAt : seenAt;
}

function latest(dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())));
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
