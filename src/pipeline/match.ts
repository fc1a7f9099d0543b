import type { Match } from '../core/match.ts';
import { type Abbreviations, createAbbreviations } from '../core/matching/abbreviations.ts';
import { analysePaper } from '../core/matching/analysed-paper.ts';
import { compileQuery } from '../core/matching/evaluate.ts';
import { createQueryIndex, type QueryIndex } from '../core/matching/query-index.ts';
import type { Paper, Recorded } from '../core/paper.ts';
import { parseQuery } from '../core/query/parser.ts';
import type { Stores } from '../core/stores.ts';
import { isNews, type Subscription } from '../core/subscription.ts';

/** What is known of all subscriptions and abbreviations, in memory. */
export interface Matcher {
  readonly index: QueryIndex<Subscription>;
  readonly abbreviations: Abbreviations;
}

/** Builds the matcher from what is stored. */
export async function loadMatcher(stores: Stores): Promise<Matcher> {
  const index = createQueryIndex<Subscription>();
  const abbreviations = createAbbreviations();
  abbreviations.learn(await stores.abbreviations.list());
  for (const subscription of await stores.subscriptions.list())
    index.add(subscription.id, parseQuery(subscription.query), subscription);
  return { index, abbreviations };
}

/** The matches of a paper over all subscriptions to which it is news. */
export function matchPaper(matcher: Matcher, recorded: Recorded, now: Date): Match[] {
  const { paper } = recorded;
  return matcher.index
    .match(analysePaper(paper, matcher.abbreviations.expand))
    .filter(
      ({ owner }) => isNews(paper, owner, now) || hasJustMatched(matcher, recorded, owner, now),
    )
    .map(({ owner, evidence }) => ({
      channelId: owner.channelId,
      subscriptionId: owner.id,
      paperId: paper.id,
      evidence,
    }));
}

/**
 * An older paper is news, too, when its upvotes or comments have just reached what a subscription
 * asks for.
 */
function hasJustMatched(
  matcher: Matcher,
  { paper, before }: Recorded,
  subscription: Subscription,
  now: Date,
): boolean {
  if (!before || sameCounts(paper, before)) return false;
  if (!isNews(paper, { since: new Date(0) }, now)) return false;
  const matches = compileQuery(parseQuery(subscription.query));
  return matches(analysePaper(before, matcher.abbreviations.expand)) === null;
}

function sameCounts(one: Paper, other: Paper): boolean {
  return one.upvotes === other.upvotes && one.comments === other.comments;
}
