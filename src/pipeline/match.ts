import { isDeepStrictEqual as isDeepEqual } from 'node:util';
import type { Match } from '../core/match.ts';
import { type Abbreviations, createAbbreviations } from '../core/matching/abbreviations.ts';
import { analysePaper } from '../core/matching/analysed-paper.ts';
import { createQueryIndex, type Hits, type QueryIndex } from '../core/matching/query-index.ts';
import type { Paper, Recorded } from '../core/paper.ts';
import { parseStored } from '../core/query/parser.ts';
import type { Stores } from '../core/stores.ts';
import { isSince, isTooOld, type Subscription } from '../core/subscription.ts';
import type { Log } from '../lib/log.ts';

/** What of a subscription stays in memory, beside its query; there may be a million. */
type Follower = Pick<Subscription, 'id' | 'channelId' | 'since'>;

/** What is known of all subscriptions and abbreviations, in memory. */
export interface Matcher {
  readonly index: QueryIndex<Follower>;
  readonly abbreviations: Abbreviations;
  /** The id of the newest subscription that was read from the database. */
  newestId: number;
}

/** Builds the matcher from what is stored. */
export async function loadMatcher(stores: Stores, log: Log): Promise<Matcher> {
  const matcher = emptyMatcher();
  matcher.abbreviations.learn(await stores.abbreviations.list());
  await catchUp(matcher, stores, log);
  return matcher;
}

/** For a process that matches nothing. */
export function emptyMatcher(): Matcher {
  return {
    index: createQueryIndex<Follower>(),
    abbreviations: createAbbreviations(),
    newestId: 0,
  };
}

/** How many subscriptions are read at once. */
const PAGE = 1_000;

/** Learns of the subscriptions that were added since, also by another process on the same database. */
export async function catchUp(matcher: Matcher, stores: Stores, log: Log): Promise<void> {
  for (;;) {
    const page = await stores.subscriptions.listAfter(matcher.newestId, PAGE);
    const moments = new Map<number, Date>();
    for (const subscription of page) {
      matcher.index.remove(subscription.id);
      addStored(matcher.index, subscription, moments, log);
      matcher.newestId = subscription.id;
    }
    if (page.length < PAGE) return;
  }
}

/**
 * A query that this version can't read costs nobody else their papers; doctor names it.
 * @param moments the dates of other followers: nearly all subscriptions look back to the start of
 *   a day, so that few dates serve them all.
 */
function addStored(
  index: Matcher['index'],
  { id, channelId, query, since }: Subscription,
  moments: Map<number, Date>,
  log: Log,
): void {
  const moment = moments.get(since.getTime()) ?? since;
  moments.set(since.getTime(), moment);
  const follower = { id, channelId, since: moment };
  try {
    if (!index.join(id, query, follower)) index.add(id, parseStored(query), follower);
  } catch (error) {
    log.error({ err: error, subscription: id, query }, 'a stored subscription can not be read');
  }
}

/**
 * The matches of a paper over all subscriptions to which this listing makes it news: it matches
 * now, and was not news to them before. A listing that changes nothing is news to nobody.
 */
export function matchPaper(matcher: Matcher, { paper, before }: Recorded, now: Date): Match[] {
  if (isTooOld(paper, now) || (before && isDeepEqual(paper, before))) return [];
  const known = new Set(before ? hitsOf(matcher, before).queries : []);
  const { queries, evidence } = hitsOf(matcher, paper);
  return queries.flatMap((followed) => {
    const matchedBefore = known.has(followed);
    const owners = followed.owners.filter((it) => isNews(paper, before, it, matchedBefore));
    if (owners.length === 0) return [];
    const found = evidence(followed);
    return owners.map((owner) => ({
      channelId: owner.channelId,
      subscriptionId: owner.id,
      paperId: paper.id,
      evidence: found,
    }));
  });
}

function hitsOf(matcher: Matcher, paper: Paper): Hits<Follower> {
  return matcher.index.match(analysePaper(paper, matcher.abbreviations.expand));
}

/** An older paper is news, too, when its upvotes or comments have just reached what is asked for. */
function isNews(
  paper: Paper,
  before: Paper | null,
  owner: Follower,
  matchedBefore: boolean,
): boolean {
  if (!before) return isSince(paper, owner);
  if (isSince(paper, owner)) return !(matchedBefore && isSince(before, owner));
  const counted = paper.upvotes !== before.upvotes || paper.comments !== before.comments;
  return counted && !matchedBefore;
}
