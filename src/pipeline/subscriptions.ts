import type { ChannelAddress } from '../core/channel.ts';
import type { Member } from '../core/command.ts';
import type { PaperId } from '../core/paper.ts';
import type { Query } from '../core/query/ast.ts';
import { formatQuery, queryKey } from '../core/query/format.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Storage, Stores } from '../core/stores.ts';
import { FIRST_PAPERS, lookBack, type Subscription } from '../core/subscription.ts';
import type { Clock } from '../lib/clock.ts';
import type { Matcher } from './match.ts';
import { preview } from './preview.ts';

/** What it takes to add a subscription. */
export interface AddingDeps {
  readonly storage: Storage;
  readonly matcher: Matcher;
  readonly now: Clock;
}

/** What the queries of one wish have in common. */
export interface Adding {
  readonly call: { readonly channel: ChannelAddress; readonly member: Pick<Member, 'id'> };
  /** The schedule of the channel, should it be new. */
  readonly usual: Schedule;
  /** Papers that an earlier query of the command found. */
  readonly counted: Set<PaperId>;
}

export interface Added {
  readonly query: string;
  /** How many stored papers match since yesterday, those posted and those of earlier queries aside. */
  readonly waiting: number;
}

/**
 * Adds a subscription and matches what is stored since yesterday; undefined when the channel has it
 * already. The index learns of it inside the transaction, so that no listing slips between the two,
 * and forgets it when the transaction fails.
 */
export async function addSubscription(
  query: Query,
  adding: Adding,
  deps: AddingDeps,
): Promise<Added | undefined> {
  const { counted } = adding;
  const { index } = deps.matcher;
  let indexed: number | undefined;
  try {
    return await deps.storage.transaction(async (stores) => {
      const subscription = await store(query, adding, stores, deps.now());
      if (!subscription) return undefined;
      const found = await matchStored(query, subscription, stores, deps);
      index.add(subscription.id, query, subscription);
      indexed = subscription.id;
      const waiting = found.filter((id) => !counted.has(id)).length;
      for (const id of found) counted.add(id);
      return { query: subscription.query, waiting };
    });
  } catch (error) {
    if (indexed !== undefined) index.remove(indexed);
    throw error;
  }
}

async function store(
  query: Query,
  { call, usual }: Adding,
  stores: Stores,
  now: Date,
): Promise<Subscription | undefined> {
  const channel = await stores.channels.ensure(call.channel, usual, now);
  return stores.subscriptions.add({
    channelId: channel.id,
    query: formatQuery(query),
    key: queryKey(query),
    since: lookBack(now),
    createdBy: call.member.id,
    createdAt: now,
  });
}

/**
 * Matches the best of what is stored since yesterday and was never posted here, so that the first
 * digest is not empty. Gives all of it.
 */
async function matchStored(
  query: Query,
  subscription: Subscription,
  stores: Stores,
  deps: AddingDeps,
): Promise<PaperId[]> {
  const { abbreviations } = deps.matcher;
  const found = await preview(query, subscription.since, { stores, abbreviations });
  const ids = found.map((it) => it.paper.id);
  const known = await stores.posts.knownAmong(subscription.channelId, ids);
  const news = found.filter((it) => !known.has(it.paper.id));
  const matches = news.slice(0, FIRST_PAPERS).map((it) => ({
    channelId: subscription.channelId,
    subscriptionId: subscription.id,
    paperId: it.paper.id,
    evidence: it.reasons.flatMap((reason) => reason.evidence),
  }));
  await stores.matches.add(matches, deps.now());
  return news.map((it) => it.paper.id);
}
