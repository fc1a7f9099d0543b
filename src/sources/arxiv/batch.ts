import type { Listing } from '../../core/paper.ts';
import { SourceError } from '../../core/source.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import type { Feed } from '../feed.ts';
import { fingerprint } from '../fingerprint.ts';
import { readFeed } from '../read-feed.ts';
import { type Day, dayOf } from './calendar.ts';
import { announcementOf, type Entry, parseEntry, toListing } from './parse.ts';

/** arXiv's own words on a bad category may list every archive. */
const LONGEST_QUOTE = 300;

/** What a feed holds: one day's announcements. */
export interface Batch {
  /** The day of the announcements, or of the empty feed. */
  readonly day: Day;
  readonly listings: readonly Listing[];
  readonly empty: boolean;
  readonly fingerprint: string;
}

export interface BatchOptions {
  readonly category: string;
  /** Also revisions of older works. */
  readonly includeReplacements: boolean;
  /** Where the text was read, for errors. */
  readonly url: string;
  readonly now: Date;
}

/**
 * Reads a category's feed, RSS or Atom. Rejects with a SourceError for a text that is no feed and
 * for arXiv's error feed, which is a valid one.
 */
export async function readBatch(text: string, options: BatchOptions): Promise<Batch> {
  const feed = await readFeed(text, options.url, 'ARXIV_FEED_URL');
  if (/^feed error for query/i.test(feed.title)) throw errorFeed(feed, options.category);
  const entries = feed.entries.map(parseEntry).filter((it) => it !== null);
  const wanted = entries.filter((it) => isWanted(it, options.includeReplacements));
  return {
    day: dayOfFeed(feed, options.now),
    listings: latestVersions(wanted).map((it) => toListing(it, options.category, it.published)),
    empty: feed.entries.length === 0,
    fingerprint: fingerprint(idsOf(feed)),
  };
}

function errorFeed(feed: Feed, category: string): SourceError {
  const words = cutAtWord(oneLine(feed.description || feed.title), LONGEST_QUOTE);
  const message = `arXiv has no feed for the category "${category}": it says "${words}" Correct ARXIV_CATEGORIES.`;
  return new SourceError(message, { reached: true });
}

function isWanted(entry: Entry, includeReplacements: boolean): boolean {
  return includeReplacements || !announcementOf(entry).startsWith('replace');
}

function dayOfFeed(feed: Feed, now: Date): Day {
  const days = feed.entries.flatMap((it) => (it.published ? [dayOf(it.published)] : []));
  return days.toSorted().at(-1) ?? dayOf(feed.published ?? feed.updated ?? now);
}

function idsOf(feed: Feed): string {
  return feed.entries
    .map((it) => it.id)
    .toSorted()
    .join('\n');
}

/** A feed may announce two versions of a work on one day: the later one counts. */
function latestVersions(entries: readonly Entry[]): Entry[] {
  const latest = new Map<string, Entry>();
  for (const entry of entries) {
    const { id, version } = entry.name;
    if ((version ?? 0) >= (latest.get(id)?.name.version ?? 0)) latest.set(id, entry);
  }
  return [...latest.values()];
}
