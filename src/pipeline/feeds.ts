import PQueue from 'p-queue';
import type { Feed } from '../core/feed.ts';
import type { FeedsFromChat, FindFeed, FoundFeed } from '../core/feed-finder.ts';
import type { FeedOutcome } from '../core/replies/sources.ts';
import type { MemberAddress } from '../core/saved.ts';
import { SourceError } from '../core/source.ts';
import type { Storage } from '../core/stores.ts';
import { displayAddress } from '../lib/address.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { feedKey, feedReference, typedAddress } from './feed-key.ts';
import type { Poller } from './poll.ts';
import type { ListedSource, SourceList } from './source-list.ts';

/** Most feeds from chat, over all channels. */
export const MOST_FEEDS = 100;
/** No feed that we know has a longer address, in characters. */
const LONGEST_ADDRESS = 2_000;

export interface FeedDeskDeps {
  readonly allowed: FeedsFromChat;
  readonly storage: Storage;
  readonly sources: SourceList;
  readonly poller: Poller;
  readonly find: FindFeed;
  readonly now: Clock;
  readonly log: Log;
}

/** Where people in chat add feeds, and take them out again. */
export interface FeedDesk {
  readonly allowed: FeedsFromChat;
  /** Adds the feed at an address, or at the page there, and reads it at once. */
  add(typed: string, by: MemberAddress, signal?: AbortSignal): Promise<FeedOutcome>;
  /** The feed from chat of an address or a reference; undefined when there is none. */
  find(typed: string): Promise<Feed | undefined>;
  /** Takes out a feed from chat; false when it was gone already. */
  remove(feed: Feed): Promise<boolean>;
  /** True of the address of a configured feed. */
  isConfigured(typed: string): boolean;
  list(): Promise<readonly ListedSource[]>;
  /** Those of some feeds that are not read yet, each once. */
  unreadOf<T extends { readonly url: string }>(feeds: readonly T[]): Promise<T[]>;
}

export function createFeedDesk(deps: FeedDeskDeps, configuredFeeds: readonly string[]): FeedDesk {
  const { storage, sources, poller, log } = deps;
  const configured = new Set(configuredFeeds.map(feedKey));
  const oneByOne = new PQueue({ concurrency: 1 });

  async function add(typed: string, by: MemberAddress, signal?: AbortSignal): Promise<FeedOutcome> {
    const address = typedAddress(typed);
    const objection = await objectionTo(address);
    if (objection) return objection;
    const patience = AbortSignal.any([poller.stopping, ...(signal ? [signal] : [])]);
    try {
      const found = await deps.find(address, patience);
      return (await oneByOne.add(() => store(found, by))) ?? (await read(found));
    } catch (error) {
      if (error instanceof SourceError) return { kind: 'refused', reason: error.message };
      throw error;
    }
  }

  async function objectionTo(address: string): Promise<FeedOutcome | null> {
    if (address.length > LONGEST_ADDRESS) return refused(TOO_LONG);
    if (isArxiv(address)) return refused(ARXIV);
    const feeds = await storage.feeds.list();
    if (keysWith(feeds).has(feedKey(address)))
      return { kind: 'known', address: displayAddress(address) };
    return feeds.length >= MOST_FEEDS ? { kind: 'full', most: MOST_FEEDS } : null;
  }

  function keysWith(feeds: readonly Feed[]): Set<string> {
    return new Set([...configured, ...feeds.map((it) => feedKey(it.url))]);
  }

  async function unreadOf<T extends { readonly url: string }>(feeds: readonly T[]): Promise<T[]> {
    const read = keysWith(await storage.feeds.list());
    const byKey = new Map(feeds.toReversed().map((it) => [feedKey(typedAddress(it.url)), it]));
    return feeds.filter((it) => {
      const key = feedKey(typedAddress(it.url));
      return byKey.get(key) === it && !read.has(key);
    });
  }

  /** Gives why it was not stored; null when it was. */
  async function store({ url, title }: FoundFeed, by: MemberAddress): Promise<FeedOutcome | null> {
    const objection = await objectionTo(url);
    if (objection) return objection;
    await storage.feeds.add({ url, title, addedBy: addedBy(by), addedAt: deps.now() });
    log.info({ feed: displayAddress(url), by: addedBy(by) }, 'a feed was added from chat');
    return null;
  }

  async function read({ url, title, others }: FoundFeed): Promise<FeedOutcome> {
    return {
      kind: 'added',
      address: displayAddress(url),
      title,
      reference: feedReference(url),
      others: others.map(displayAddress),
      listings: await readNow(url),
    };
  }

  async function readNow(url: string): Promise<number | null> {
    const listed = (await sources.look()).find((it) => it.feed?.url === url);
    const report = listed && (await poller.read(listed.source));
    return report?.outcome === 'read' ? report.listings : null;
  }

  async function find(typed: string): Promise<Feed | undefined> {
    const key = feedKey(typedAddress(typed));
    return (await storage.feeds.list()).find(
      ({ url }) =>
        feedReference(url) === typed.trim() ||
        feedKey(url) === key ||
        feedKey(displayAddress(url)) === key,
    );
  }

  async function remove({ url }: Feed): Promise<boolean> {
    if (!(await storage.feeds.remove(url))) return false;
    await sources.look();
    log.info({ feed: displayAddress(url) }, 'a feed from chat was removed');
    return true;
  }

  return {
    allowed: deps.allowed,
    add,
    find,
    remove,
    isConfigured: (typed) => configured.has(feedKey(typedAddress(typed))),
    list: () => sources.look(),
    unreadOf,
  };
}

const TOO_LONG = `That address is longer than ${LONGEST_ADDRESS.toLocaleString('en')} characters: check it.`;
const ARXIV =
  'arXiv is read by its own source, at the pace that arXiv asks for: whoever runs this bot adds a category with ARXIV_CATEGORIES.';

function refused(reason: string): FeedOutcome {
  return { kind: 'refused', reason };
}

function isArxiv(address: string): boolean {
  return /(?:^|\.)arxiv\.org\.?$/i.test(URL.parse(address)?.hostname ?? '');
}

/** How the database names the person who added a feed: see Feed.addedBy. */
function addedBy({ platform, workspace, userId }: MemberAddress): string {
  return [platform, workspace, userId].join('/');
}

/** The platform's id of the person who added a feed; null for one from another workspace. */
export function adderIn(place: Omit<MemberAddress, 'userId'>, feed: Feed): string | null {
  const prefix = addedBy({ ...place, userId: '' });
  return feed.addedBy.startsWith(prefix) ? feed.addedBy.slice(prefix.length) : null;
}
