import type { FeedsFromChat, FindFeed } from '../../../src/core/feed-finder.ts';
import type { Source } from '../../../src/core/source.ts';
import { createFeedDesk } from '../../../src/pipeline/feeds.ts';
import type { IngestDeps } from '../../../src/pipeline/ingest.ts';
import { createPoller } from '../../../src/pipeline/poll.ts';
import { createSourceList } from '../../../src/pipeline/source-list.ts';
import { createFeedFinder } from '../../../src/sources/rss/discover.ts';
import { createRss } from '../../../src/sources/rss/index.ts';
import { testHttp } from './server.ts';

export interface DeskOptions {
  readonly allowed?: FeedsFromChat;
  /** Hosts on the loopback that may be read: "127.0.0.1:40123". */
  readonly allow?: readonly string[];
  /** Addresses of feeds that the operator configured. */
  readonly rssFeeds?: readonly string[];
  /** How feeds are found, where the test is not about that. */
  readonly find?: FindFeed;
}

/** What app.ts puts together of sources that change; the first lists nothing. */
export function createTestDesk(deps: IngestDeps, options: DeskOptions = {}) {
  const { allowed = 'off', rssFeeds = [] } = options;
  const { storage, now, log } = deps;
  const http = testHttp({ guard: { allow: options.allow ?? [] } });
  const open = (url: string) => createRss({ url, http, log, setting: 'the address' });
  const sourceList = createSourceList({
    configured: [HUGGING_FACE, ...rssFeeds.map(open)],
    configuredFeeds: rssFeeds,
    feeds: allowed === 'off' ? null : storage.feeds,
    open: ({ url }) => open(url),
    log,
  });
  const sources = async () => (await sourceList.look()).map((it) => it.source);
  const poller = createPoller({ ...deps, sources, onSource: () => undefined });
  const find = options.find ?? createFeedFinder({ http, now });
  const feeds = createFeedDesk(
    { allowed, storage, sources: sourceList, poller, find, now, log },
    rssFeeds,
  );
  return { feeds, poller, sourceNames: () => sourceList.current().map((it) => it.source.name) };
}

const HUGGING_FACE: Source = {
  name: 'hugging-face',
  fetch: async () => ({ listings: [], state: null, silence: null }),
};
