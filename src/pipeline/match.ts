import { isDeepStrictEqual as isDeepEqual } from 'node:util';
import type { Match } from '../core/match.ts';
import { type Abbreviations, createAbbreviations } from '../core/matching/abbreviations.ts';
import { analysePaper } from '../core/matching/analysed-paper.ts';
import { createQueryIndex, type Hit, type QueryIndex } from '../core/matching/query-index.ts';
import type { Paper, Recorded } from '../core/paper.ts';
import { parseQuery } from '../core/query/parser.ts';
import type { Stores } from '../core/stores.ts';
import { isSince, isTooOld, type Subscription } from '../core/subscription.ts';
import type { Log } from '../lib/log.ts';

/** What is known of all subscriptions and abbreviations, in memory. */
export interface Matcher {
  readonly index: QueryIndex<Subscription>;
  readonly abbreviations: Abbreviations;
  /** The id of the newest subscription that was read from the database. */
  newestId: number;
}

/** Builds the matcher from what is stored. */
export async function loadMatcher(stores: Stores, log: Log): Promise<Matcher> {
  const index = createQueryIndex<Subscription>();
  const abbreviations = createAbbreviations();
  abbreviations.learn(await stores.abbreviations.list());
  const matcher: Matcher = { index, abbreviations, newestId: 0 };
  await catchUp(matcher, stores, log);
  return matcher;
}

/** How many subscriptions are read at once. */
const PAGE = 10_000;

/** Learns of the subscriptions that were added since, also by another process on the same database. */
export async function catchUp(matcher: Matcher, stores: Stores, log: Log): Promise<void> {
  for (;;) {
    const page = await stores.subscriptions.listAfter(matcher.newestId, PAGE);
    for (const subscription of page) {
      matcher.index.remove(subscription.id);
      addStored(matcher.index, subscription, log);
      matcher.newestId = subscription.id;
    }
    if (page.length < PAGE) return;
  }
}

/** A query that this version can't read costs nobody else their papers; doctor names it. */
function addStored(index: Matcher['index'], subscription: Subscription, log: Log): void {
  try {
    index.add(subscription.id, parseQuery(subscription.query), subscription);
  } catch (error) {
    log.error({ err: error, subscription }, 'a stored subscription can not be read');
  }
}

/**
 * The matches of a paper over all subscriptions to which this listing makes it news: it matches
 * now, and was not news to them before. A listing that changes nothing is news to nobody.
 */
export function matchPaper(matcher: Matcher, { paper, before }: Recorded, now: Date): Match[] {
  if (isTooOld(paper, now) || (before && isDeepEqual(paper, before))) return [];
  const known = new Set(before ? hitsOf(matcher, before).map((hit) => hit.query) : []);
  return hitsOf(matcher, paper).flatMap((hit) => {
    const matchedBefore = known.has(hit.query);
    const owners = hit.owners.filter((owner) => isNews(paper, before, owner, matchedBefore));
    return owners.map((owner) => ({
      channelId: owner.channelId,
      subscriptionId: owner.id,
      paperId: paper.id,
      evidence: hit.evidence(),
    }));
  });
}

function hitsOf(matcher: Matcher, paper: Paper): Hit<Subscription>[] {
  return matcher.index.match(analysePaper(paper, matcher.abbreviations.expand));
}

/** An older paper is news, too, when its upvotes or comments have just reached what is asked for. */
function isNews(
  paper: Paper,
  before: Paper | null,
  owner: Subscription,
  matchedBefore: boolean,
): boolean {
  if (!before) return isSince(paper, owner);
  if (isSince(paper, owner)) return !(matchedBefore && isSince(before, owner));
  const counted = paper.upvotes !== before.upvotes || paper.comments !== before.comments;
  return counted && !matchedBefore;
}
