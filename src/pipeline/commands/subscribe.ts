import type { Text } from '../../core/message.ts';
import type { PaperId } from '../../core/paper.ts';
import { type Query, QueryError } from '../../core/query/ast.ts';
import { formatQuery, queryKey } from '../../core/query/format.ts';
import { splitQueries } from '../../core/query/list.ts';
import { parseQuery } from '../../core/query/parser.ts';
import { hintsFor, withHints } from '../../core/replies/hints.ts';
import {
  emptySubscribe,
  type SubscribeOutcome,
  subscribed,
  tooManyQueries,
} from '../../core/replies/subscribing.ts';
import type { Schedule } from '../../core/schedule.ts';
import type { Stores } from '../../core/stores.ts';
import { FIRST_PAPERS, lookBack, type Subscription } from '../../core/subscription.ts';
import { lookOut } from '../outlook.ts';
import { preview } from '../preview.ts';
import { announce } from './announce.ts';
import { usualSchedule } from './channel.ts';
import type { Call, Command, CommandDeps } from './command.ts';
import { forEachQuery, MOST_QUERIES, previewDeps } from './queries.ts';

/** `/subscribe grpo, "reward model"`: each query by itself. */
export const subscribe: Command = async (call, deps) => {
  const typed = splitQueries(call.args);
  if (typed.length === 0) return emptySubscribe();
  if (typed.length > MOST_QUERIES) return tooManyQueries(MOST_QUERIES);
  const hints: Text[] = [];
  const usual = await usualSchedule(call, deps);
  const adding: Adding = { call, usual, counted: new Set() };
  const outcomes = await forEachQuery(typed, readTopic, async (query) => {
    hints.push(...hintsFor(query, deps.sourceNames));
    return subscribeOne(query, adding, deps);
  });
  const channel = await deps.storage.channels.find(call.channel);
  const queries = outcomes.flatMap((it) => (it.kind === 'added' ? [it.query] : []));
  await announce({ kind: 'added', queries }, call, deps);
  deps.wake();
  return withHints(subscribed(outcomes, channel?.schedule ?? usual), hints);
};

/** @throws {QueryError} for the address of a paper, too: one can't follow a single one. */
function readTopic(typed: string): Query {
  if (/^https?:\/\//i.test(typed))
    throw new QueryError(
      'A subscription follows words. For one paper there are /papers save and /papers why, for a feed /papers source add.',
      'whole',
    );
  return parseQuery(typed);
}

/** What the queries of one command have in common. */
export interface Adding {
  readonly call: Call;
  /** The schedule of the channel, should it be new. */
  readonly usual: Schedule;
  /** Papers that an earlier query of the command found. */
  readonly counted: Set<PaperId>;
}

async function subscribeOne(
  query: Query,
  adding: Adding,
  deps: CommandDeps,
): Promise<SubscribeOutcome> {
  const added = await addSubscription(query, adding, deps);
  if (!added) return { kind: 'known', query: formatQuery(query) };
  const outlook = await lookOut(query, deps.now(), previewDeps(deps));
  return { kind: 'added', ...added, outlook };
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
  deps: CommandDeps,
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
  deps: CommandDeps,
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
