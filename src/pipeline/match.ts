import type { Match } from '../core/match.ts';
import { analysePaper } from '../core/matching/analysed-paper.ts';
import { createQueryIndex, type QueryIndex } from '../core/matching/query-index.ts';
import type { Paper } from '../core/paper.ts';
import { parseQuery } from '../core/query/parser.ts';
import type { Stores } from '../core/stores.ts';
import type { Subscription } from '../core/subscription.ts';

export type SubscriptionIndex = QueryIndex<Subscription>;

/** Builds the index over all stored subscriptions. */
export async function loadIndex(stores: Stores): Promise<SubscriptionIndex> {
  const index = createQueryIndex<Subscription>();
  for (const subscription of await stores.subscriptions.list())
    index.add(subscription.id, parseQuery(subscription.query), subscription);
  return index;
}

/** The matches of a paper over all subscriptions for which it is not too old. */
export function matchPaper(index: SubscriptionIndex, paper: Paper): Match[] {
  return index
    .match(analysePaper(paper))
    .filter((hit) => paper.listedAt >= hit.owner.since)
    .map((hit) => ({
      channelId: hit.owner.channelId,
      subscriptionId: hit.owner.id,
      paperId: paper.id,
      evidence: hit.evidence,
    }));
}
