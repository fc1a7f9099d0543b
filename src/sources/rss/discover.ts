import { Parser } from 'htmlparser2';
import type { FindFeed } from '../../core/feed-finder.ts';
import { SourceError } from '../../core/source.ts';
import { displayAddress, linkAddress } from '../../lib/address.ts';
import type { Clock } from '../../lib/clock.ts';
import type { HttpClient, HttpResponse } from '../../lib/http.ts';
import { cleanText, cutAtWord } from '../../lib/text.ts';
import { FEED_HEADERS, type Feed, NotAFeedError, parseFeed } from '../feed.ts';
import { requestText } from '../request.ts';

/** A feed's title in a reply, in characters. */
const LONGEST_TITLE = 100;
/**
 * A page names its feeds at its beginning, and htmlparser2's time grows with the square of the open
 * tags: 5 MB of "<div>" take it 8 minutes, so many tags 12 ms (measured).
 */
const MOST_TAGS = 10_000;
/** A page that names more feeds than these is a directory. */
const MOST_FEEDS = 50;
const FEED_TYPE = /^\s*application\/(?:rss|atom)\+xml\s*(?:;|$)/i;

/** Finds feeds by their addresses, or by the pages that name them; it guesses no address. */
export function createFeedFinder(options: { http: HttpClient; now: Clock }): FindFeed {
  const { http, now } = options;

  async function ask(address: string, signal: AbortSignal): Promise<HttpResponse> {
    const headers = { accept: `${FEED_HEADERS.accept}, text/html;q=0.8` };
    return requestText(http, address, { headers, signal, now: now() });
  }

  return async (address, signal) => {
    const answer = await ask(address, signal);
    const feed = await readFeed(answer.text);
    if (!(feed instanceof NotAFeedError)) return { url: address, title: titleOf(feed), others: [] };
    const [first, ...others] = feedLinks(answer.text, answer.url);
    if (first === undefined) throw noFeed(address, feed.message);
    const named = await readFeed((await ask(first, signal)).text);
    if (named instanceof NotAFeedError) throw badLink(address, first, named.message);
    return { url: first, title: titleOf(named), others };
  };
}

/** The addresses of the feeds that a page names in its link elements, in their order. */
export function feedLinks(html: string, pageUrl: string): string[] {
  const found: string[] = [];
  let base: string | undefined;
  let tags = 0;
  const parser = new Parser({
    onopentagname() {
      if (++tags > MOST_TAGS) parser.pause();
    },
    onopentag(name, attributes) {
      if (name === 'base') base ??= attributes.href;
      if (name === 'link' && found.length < MOST_FEEDS && isFeedLink(attributes))
        found.push(attributes.href ?? '');
    },
  });
  parser.end(html);
  const from = URL.parse(base ?? '', pageUrl)?.href ?? pageUrl;
  return [...new Set(found.map((it) => resolve(it, from)).filter((it) => it !== null))];
}

function isFeedLink({ rel = '', type = '', href = '' }: Record<string, string>): boolean {
  const relations = rel.toLowerCase().split(/\s+/);
  return relations.includes('alternate') && FEED_TYPE.test(type) && href.trim() !== '';
}

/** What a page may send us to: http and https alone, without a user name and password. */
function resolve(href: string, base: string): string | null {
  const url = URL.parse(href.trim(), base);
  return url && linkAddress(url.href);
}

async function readFeed(text: string): Promise<Feed | NotAFeedError> {
  try {
    return await parseFeed(text);
  } catch (error) {
    if (error instanceof NotAFeedError) return error;
    throw error;
  }
}

function titleOf({ title }: Feed): string {
  return cutAtWord(cleanText(title), LONGEST_TITLE);
}

function noFeed(address: string, reason: string): SourceError {
  const message = `${displayAddress(address)} ${reason}, and names no feed: give the address of the feed itself, none is guessed.`;
  return new SourceError(message, { reached: true });
}

function badLink(page: string, url: string, reason: string): SourceError {
  const message = `${displayAddress(page)} names ${displayAddress(url)} as its feed, which ${reason}: give the address of a feed.`;
  return new SourceError(message, { reached: true });
}
