import { setImmediate } from 'node:timers/promises';
import type { Identifier, Listing } from '../../core/paper.ts';
import { type Abstract, readAbstract } from '../../lib/abstract.ts';
import { webAddress } from '../../lib/address.ts';
import { cleanText, cutAtWord, htmlToPlain } from '../../lib/text.ts';
import { createAllowance } from '../allowance.ts';
import type { Feed, FeedEntry, FeedLink } from '../feed.ts';
import { arxivName, identifierOf, keptName, worksLinkedIn } from '../identifiers.ts';
import { UNSAID } from '../listing.ts';

/** Whole articles stand in some feeds; matching and summaries need their beginning. */
const LONGEST_ABSTRACT = 5000;
/** Of an entry's markup so much is converted: enough for that beginning. */
const LONGEST_HTML = 20_000;
/** The title of an entry, with its markup. */
const LONGEST_TITLE = 2000;
/** The authors and subjects of an entry; 3,000 authors need this much. */
const LONGEST_NAMES = 50_000;
/** Of a whole feed so much is converted: 2,000 entries of 2,500 characters, as arXiv's are (measured). */
const LONGEST_FEED = 5_000_000;
/** A title for an entry that has none, from its text. */
const LONGEST_LENT_TITLE = 100;

/** arXiv's archives, as they begin a category: "cs.LG", "math.OC". */
const ARXIV_CATEGORY =
  /^(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)\.[A-Za-z-]{2,}$|^(?:hep-(?:ex|lat|ph|th)|gr-qc|math-ph|nucl-(?:ex|th)|quant-ph)$/;
/** What WordPress puts under every excerpt. */
const WORDPRESS_FOOTER = /\s*The post .{1,300} appeared first on .{1,200}$/;

interface ShortEntry extends FeedEntry {
  /** The texts as far as they are converted. */
  readonly beginnings: readonly string[];
}

/** The feed that entries stand in. */
export interface Place {
  readonly source: string;
  /** The feed's address, against which its links are read. */
  readonly url: string;
}

/**
 * The listings of a feed, each entry once. Entries with neither a title nor a link are skipped.
 * What goes on beyond a size that no honest feed needs is not read, and between two entries
 * whatever else waits gets its turn.
 */
export async function parseEntries(feed: Feed, place: Place): Promise<Listing[]> {
  const home = webAddress(mainLink(feed.links), place.url) ?? place.url;
  const known = new Map<string, Listing>();
  let room = LONGEST_FEED;
  for (const entry of feed.entries.map(shorten)) {
    room -= sizeOf(entry);
    if (room < 0) break;
    const it = toListing(entry, { ...place, home });
    if (it && !known.has(it.entryId)) known.set(it.entryId, it);
    await setImmediate();
  }
  return [...known.values()];
}

/** An entry with as much text as may be converted. */
function shorten(entry: FeedEntry): ShortEntry {
  const names = createAllowance(LONGEST_NAMES);
  const html = createAllowance(LONGEST_HTML);
  return {
    ...entry,
    title: createAllowance(LONGEST_TITLE)(entry.title),
    authors: entry.authors.map(names),
    categories: entry.categories.map(names),
    beginnings: entry.texts.map(html),
  };
}

function sizeOf({ title, authors, categories, beginnings }: ShortEntry): number {
  return [title, ...authors, ...categories, ...beginnings].join('').length;
}

function toListing(entry: ShortEntry, place: Place & { home: string }): Listing | null {
  const link = linkOf(entry, place.url);
  const title = cleanText(entry.title);
  if (title === '' && link === null) return null;
  const works = worksOf(entry, link);
  const entryId = keptName(nameOf(entry.id || link || works[0] || title));
  const { abstract, addresses } = abstractOf(entry.beginnings, title);
  return {
    ...UNSAID,
    source: place.source,
    entryId,
    identifiers: [...works, `entry:${keptName(`${place.source}#${entryId}`)}`],
    mentions: mentionsOf(entry.texts, works),
    title: title || cutAtWord(abstract, LONGEST_LENT_TITLE) || (link ?? ''),
    abstract,
    addresses,
    authors: authorsOf(entry.authors),
    url: link ?? place.home,
    listedAt: entry.published ?? entry.updated,
    ...subjectsOf(entry.categories),
  };
}

/** The feed's own name of an entry; where that is an arXiv paper's, without its version. */
function nameOf(name: string): string {
  return arxivName(name)?.id ?? name;
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
function abstractOf(texts: readonly string[], title: string): Abstract {
  const read = texts.map((it) => readAbstract(it, plainOf));
  const longest = read.toSorted((a, b) => b.abstract.length - a.abstract.length)[0];
  const { abstract, addresses } = longest ?? { abstract: '', addresses: [] };
  return { addresses, abstract: abstract === title ? '' : cutAtWord(abstract, LONGEST_ABSTRACT) };
}

function plainOf(html: string): string {
  return htmlToPlain(html).replace(WORDPRESS_FOOTER, '');
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
