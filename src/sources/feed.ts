import RssParser from 'rss-parser';
import { oneLine } from '../lib/text.ts';
import { toDate } from './date.ts';
import { MOST_MARKUP, withinLimits } from './feed-limits.ts';
import { wrapInlineMarkup } from './inline-markup.ts';

export interface FeedLink {
  readonly href: string;
  /** Atom's rel; "alternate" where it is not given. */
  readonly rel: string;
}

/** One entry of an RSS or Atom feed. Texts are as published: they may hold markup and entities. */
export interface FeedEntry {
  /** RSS guid, RSS 1.0 rdf:about or Atom id; empty when missing. */
  readonly id: string;
  readonly title: string;
  readonly links: readonly FeedLink[];
  /** The texts of description, summary, content and content:encoded, without the empty ones. */
  readonly texts: readonly string[];
  readonly published: Date | null;
  readonly updated: Date | null;
  /** Each creator or author element. */
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  /** dc:identifier, prism:doi and arxiv:DOI. */
  readonly names: readonly string[];
  /** arxiv:announce_type; empty when missing. */
  readonly announceType: string;
  /** arxiv:primary_category; empty when missing. */
  readonly primaryCategory: string;
}

export interface Feed {
  readonly title: string;
  readonly description: string;
  readonly links: readonly FeedLink[];
  /** RSS pubDate of the channel, Atom published. */
  readonly published: Date | null;
  /** RSS lastBuildDate, Atom updated. */
  readonly updated: Date | null;
  /** opensearch:totalResults; null when missing. */
  readonly totalResults: number | null;
  readonly entries: readonly FeedEntry[];
}

/** Request headers for a feed. */
export const FEED_HEADERS = {
  accept:
    'application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1',
};

/** A text that is no feed; the message goes on after "The answer of …". */
export class NotAFeedError extends Error {}

const TOO_MUCH_MARKUP = `holds more than ${MOST_MARKUP.toLocaleString('en')} tags and attributes, far more than a feed needs`;

/**
 * xml2js gives an element as its text, or as its children and attributes ("$") beside its text ("_").
 * rss-parser is asked for lists, so that no second author is lost.
 */
type Node = string | NodeObject;
interface NodeObject {
  readonly _?: string;
  readonly $?: Readonly<Record<string, string>>;
  readonly [child: string]: unknown;
}
type Nodes = Readonly<Record<string, readonly Node[] | undefined>>;

/** The elements that rss-parser needs to tell the formats apart and to find the entries. */
const STRUCTURE = new Set(['rss', 'channel', 'item', 'rdf:RDF', 'feed', 'entry']);
const FEED_FIELDS = [
  ...['title', 'description', 'subtitle', 'link', 'pubDate', 'dc:date', 'published'],
  ...['lastBuildDate', 'updated', 'opensearch:totalResults'],
];
const ENTRY_FIELDS = [
  ...['guid', 'id', 'title', 'dc:title', 'link', 'description', 'summary', 'content'],
  ...['content:encoded', 'pubDate', 'dc:date', 'published', 'updated', 'author', 'dc:creator'],
  ...['category', 'dc:subject', 'dc:identifier', 'prism:doi', 'arxiv:DOI', 'arxiv:doi'],
  ...['arxiv:announce_type', 'arxiv:primary_category'],
];

/**
 * Every other element gets a name that rss-parser does not know: its own reading of texts
 * (quadratic in "<"), dates (one bad date refuses the feed) and links never runs.
 */
const OPTIONS: RssParser.ParserOptions<Nodes, Nodes> = {
  defaultRSS: 2,
  xml2js: { tagNameProcessors: [(name: string) => (STRUCTURE.has(name) ? name : hidden(name))] },
  customFields: {
    feed: listFields(FEED_FIELDS) as unknown as string[],
    item: listFields(ENTRY_FIELDS),
  },
};

function hidden(name: string): string {
  return `as-is:${name}`;
}

function listFields(names: readonly string[]): (string | { keepArray: boolean })[][] {
  return names.map((name) => [hidden(name), hidden(name), { keepArray: true }]);
}

/**
 * Reads RSS 0.9 to 2.0 and Atom, the first 2,000 entries. Rejects with a NotAFeedError that says
 * what the text is instead.
 */
export async function parseFeed(xml: string): Promise<Feed> {
  const found = await parse(xml);
  const feed: Nodes = found;
  return {
    title: oneLine(firstText(feed, 'title')),
    description: oneLine(firstText(feed, 'description', 'subtitle')),
    links: linksOf(feed),
    published: toDate(firstText(feed, 'pubDate', 'dc:date', 'published')),
    updated: toDate(firstText(feed, 'lastBuildDate', 'updated')),
    totalResults: toCount(firstText(feed, 'opensearch:totalResults')),
    entries: found.items.map(toEntry),
  };
}

/** Each feed gets a parser of its own: after a broken one, xml2js is silent about the next. */
async function parse(xml: string) {
  const bounded = withinLimits(wrapInlineMarkup(xml));
  if (bounded === null) throw new NotAFeedError(TOO_MUCH_MARKUP);
  try {
    return await new RssParser(OPTIONS).parseString(bounded);
  } catch (error) {
    throw new NotAFeedError(whatElse(xml, error), { cause: error });
  }
}

function whatElse(text: string, error: unknown): string {
  const start = text.slice(0, 1000).trimStart().toLowerCase();
  if (start === '') return 'is empty';
  if (/^<!doctype html|^<html/.test(start)) return 'is a web page, not a feed';
  if (/^[{[]/.test(start)) return 'is JSON, not RSS or Atom';
  if (!start.startsWith('<')) return 'is not RSS or Atom';
  const [reason = '', line] = error instanceof Error ? error.message.split('\n') : [];
  if (!line) return 'is not RSS or Atom';
  return `is broken XML (${reason.replace(/\.$/, '')}, ${line.toLowerCase()})`;
}

function toEntry(item: RssParser.Item & Nodes): FeedEntry {
  const about = (item as Record<string, unknown>)['rdf:about'];
  return {
    id: firstText(item, 'guid', 'id').trim() || (typeof about === 'string' ? about : ''),
    title: firstText(item, 'title', 'dc:title'),
    links: linksOf(item),
    texts: allTexts(item, 'description', 'summary', 'content', 'content:encoded'),
    published: toDate(firstText(item, 'pubDate', 'published', 'dc:date')),
    updated: toDate(firstText(item, 'updated')),
    authors: [...allTexts(item, 'dc:creator'), ...nodes(item, 'author').map(authorName)],
    categories: [...nodes(item, 'category').map(term), ...allTexts(item, 'dc:subject')],
    names: allTexts(item, 'dc:identifier', 'prism:doi', 'arxiv:DOI', 'arxiv:doi'),
    announceType: firstText(item, 'arxiv:announce_type').trim(),
    primaryCategory: nodes(item, 'arxiv:primary_category').map(term)[0] ?? '',
  };
}

function nodes(parent: Nodes, name: string): readonly Node[] {
  return parent[hidden(name)] ?? [];
}

function allTexts(parent: Nodes, ...names: string[]): string[] {
  return names.flatMap((name) => nodes(parent, name).map(text)).filter((it) => it.trim() !== '');
}

function firstText(parent: Nodes, ...names: string[]): string {
  return allTexts(parent, ...names)[0] ?? '';
}

function text(node: Node): string {
  return typeof node === 'string' ? node : (node._ ?? '');
}

function attribute(node: Node, name: string): string | undefined {
  return typeof node === 'string' ? undefined : node.$?.[name];
}

/** RSS writes the name as text, Atom in a child element. */
function authorName(node: Node): string {
  if (typeof node === 'string') return node;
  const names = node[hidden('name')] as readonly Node[] | undefined;
  return names?.[0] === undefined ? text(node) : text(names[0]);
}

/** RSS writes a category as text, Atom as an attribute. */
function term(node: Node): string {
  return attribute(node, 'term') ?? text(node);
}

/** RSS writes the address as text, Atom as an attribute. */
function linksOf(parent: Nodes): FeedLink[] {
  return nodes(parent, 'link')
    .map((node) => ({
      href: (attribute(node, 'href') ?? text(node)).trim(),
      rel: attribute(node, 'rel') ?? 'alternate',
    }))
    .filter((link) => link.href !== '');
}

function toCount(digits: string): number | null {
  return /^\s*\d+\s*$/.test(digits) ? Number(digits) : null;
}
