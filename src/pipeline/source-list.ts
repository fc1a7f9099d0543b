import type { Feed, FeedStore } from '../core/feed.ts';
import type { Source } from '../core/source.ts';
import type { Log } from '../lib/log.ts';
import { feedKey } from './feed-key.ts';

export interface SourceListDeps {
  /** What the operator configured. */
  readonly configured: readonly Source[];
  /** The addresses of feeds among them; no other feed is read twice. */
  readonly configuredFeeds: readonly string[];
  /** Where feeds from chat are kept; null where they are off. */
  readonly feeds: FeedStore | null;
  /** The source that reads a feed from chat. */
  readonly open: (feed: Feed) => Source;
  readonly log: Log;
}

/** A source with the feed from chat that it reads, if it does. */
export interface ListedSource {
  readonly source: Source;
  readonly feed: Feed | null;
}

/** Which sources there are. Feeds come and go while the program runs, in other processes, too. */
export interface SourceList {
  /** All, as of the last look. */
  current(): readonly ListedSource[];
  /** Looks what there is now; when the database fails, what there was. */
  look(): Promise<readonly ListedSource[]>;
}

/** The configured sources, and the feeds from chat. */
export function createSourceList(deps: SourceListDeps): SourceList {
  const known = new Set(deps.configuredFeeds.map(feedKey));
  const configured = deps.configured.map((source): ListedSource => ({ source, feed: null }));
  let all: readonly ListedSource[] = configured;

  async function look(): Promise<readonly ListedSource[]> {
    try {
      const feeds = (await deps.feeds?.list()) ?? [];
      const others = feeds.filter((feed) => !known.has(feedKey(feed.url)));
      all = [...configured, ...others.map((feed) => ({ source: deps.open(feed), feed }))];
    } catch (error) {
      deps.log.error({ err: error }, 'the feeds from chat could not be looked up');
    }
    return all;
  }

  return { current: () => all, look };
}
