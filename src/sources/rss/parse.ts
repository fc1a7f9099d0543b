import type { Identifier, Listing } from '../../core/paper.ts';
import { webAddress } from '../../lib/address.ts';
import { cleanText, cutAtWord, htmlToPlain } from '../../lib/text.ts';
import type { Feed, FeedEntry, FeedLink } from '../feed.ts';
import { identifierOf, worksLinkedIn } from '../identifiers.ts';

/** Whole articles stand in some feeds; matching and summaries need their beginning. */
const LONGEST_ABSTRACT = 5000;
/** A title for an entry that has none, from its text. */
const LONGEST_LENT_TITLE = 100;

/** arXiv's archives, as they begin a category: "cs.LG", "math.OC". */
const ARXIV_CATEGORY =
  /^(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)\.[A-Za-z-]{2,}$|^(?:hep-(?:ex|lat|ph|th)|gr-qc|math-ph|nucl-(?:ex|th)|quant-ph)$/;
/** What WordPress puts under every excerpt. */
const WORDPRESS_FOOTER = /\s*The post .{1,300} appeared first on .{1,200}$/;

/** The feed that entries stand in. */
export interface Place {
  readonly source: string;
  /** The feed's address, against which its links are read. */
  readonly url: string;
}

/** The listings of a feed, each entry once. Entries with neither a title nor a link are skipped. */
export function parseEntries(feed: Feed, place: Place): Listing[] {
  const home = webAddress(mainLink(feed.links), place.url) ?? place.url;
  const listings = feed.entries.map((entry) => toListing(entry, { ...place, home }));
  const known = new Map<string, Listing>();
  for (const it of listings) if (it && !known.has(it.entryId)) known.set(it.entryId, it);
  return [...known.values()];
}

function toListing(entry: FeedEntry, place: Place & { home: string }): Listing | null {
  const link = linkOf(entry, place.url);
  const title = cleanText(entry.title);
  if (title === '' && link === null) return null;
  const entryName = entry.id || link || title;
  const works = worksOf(entry, link);
  const abstract = abstractOf(entry.texts, title);
  return {
    source: place.source,
    entryId: works[0]?.startsWith('arxiv:') ? works[0].slice('arxiv:'.length) : entryName,
    identifiers: works.length > 0 ? works : [`entry:${place.source}#${entryName}`],
    mentions: mentionsOf(entry.texts, works),
    title: title || cutAtWord(abstract, LONGEST_LENT_TITLE) || (link ?? ''),
    abstract,
    authors: authorsOf(entry.authors),
    url: link ?? place.home,
    listedAt: entry.published ?? entry.updated,
    publishedAt: null,
    ...subjectsOf(entry.categories),
    organization: null,
    upvotes: null,
    comments: null,
    machineSummary: null,
    codeUrl: null,
    projectUrl: null,
  };
}

function mainLink(links: readonly FeedLink[]): string {
  return (links.find((link) => link.rel === 'alternate') ?? links[0])?.href ?? '';
}

/** The entry's page: its link, else its guid where that is an address. */
function linkOf(entry: FeedEntry, base: string): string | null {
  const link = mainLink(entry.links);
  return link === '' ? webAddress(entry.id) : webAddress(link, base);
}

/** What the entry certainly is, arXiv papers before DOIs. */
function worksOf(entry: FeedEntry, link: string | null): Identifier[] {
  const names = [link ?? '', entry.id, ...entry.names];
  const works = new Set(names.map(identifierOf).filter((it) => it !== null));
  return [...works].toSorted(
    (a, b) => Number(b.startsWith('arxiv:')) - Number(a.startsWith('arxiv:')),
  );
}

/** The one work that the text links to; with several, nobody can say which it is about. */
function mentionsOf(texts: readonly string[], works: readonly Identifier[]): Identifier[] {
  const linked = worksLinkedIn(texts.join('\n'));
  return linked.length === 1 ? linked.filter((it) => !works.includes(it)) : [];
}

/** The longest text of the entry; empty when it only repeats the title. */
function abstractOf(texts: readonly string[], title: string): string {
  const plain = texts.map((it) => htmlToPlain(it).replace(WORDPRESS_FOOTER, ''));
  const longest = plain.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return longest === title ? '' : cutAtWord(longest, LONGEST_ABSTRACT);
}

function authorsOf(written: readonly string[]): string[] {
  const names = written.flatMap((it) => splitNames(personOf(cleanText(it))));
  return [...new Set(names.filter((name) => name !== ''))];
}

/** RSS writes "jane@example.org (Jane Doe)"; a bare e-mail address is nobody's name. */
function personOf(author: string): string {
  const named = /^[^\s@]+@[^\s@]+ \((.+)\)$/.exec(author)?.[1];
  return named ?? (/^[^\s@]+@[^\s@]+$/.test(author) ? '' : author);
}

/** "Ada Byron, Emmy Noether and Mary Cartwright" are three; "Byron, Ada" and "Byron, A. K." are one. */
function splitNames(names: string): string[] {
  const parts = names.split(/\s*[,;]\s*(?:and\s+)?|\s+and\s+/).filter((it) => it !== '');
  return parts.every(isFullName) ? parts : [names];
}

function isFullName(part: string): boolean {
  return part.length < 100 && /\p{L}{2}.*\s\S*\p{L}{2}/u.test(part);
}

function subjectsOf(written: readonly string[]): Pick<Listing, 'categories' | 'keywords'> {
  const subjects = [...new Set(written.map(cleanText).filter((it) => it !== ''))];
  return {
    categories: subjects.filter((it) => ARXIV_CATEGORY.test(it)),
    keywords: subjects.filter((it) => !ARXIV_CATEGORY.test(it)),
  };
}
