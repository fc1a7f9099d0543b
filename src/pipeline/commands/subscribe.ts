import type { Text } from '../../core/message.ts';
import type { PaperId } from '../../core/paper.ts';
import type { Query } from '../../core/query/ast.ts';
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
import type { Stores } from '../../core/stores.ts';
import { FIRST_PAPERS, lookBack, type Subscription } from '../../core/subscription.ts';
import { lookOut } from '../outlook.ts';
import { preview } from '../preview.ts';
import type { Call, Command, CommandDeps } from './command.ts';
import { forEachQuery, MOST_QUERIES } from './queries.ts';

/** `/subscribe grpo, "reward model"`: each query by itself. */
export const subscribe: Command = async (call, deps) => {
  const typed = splitQueries(call.args);
  if (typed.length === 0) return emptySubscribe();
  if (typed.length > MOST_QUERIES) return tooManyQueries(MOST_QUERIES);
  const hints: Text[] = [];
  const counted = new Set<PaperId>();
  const outcomes = await forEachQuery(typed, parseQuery, async (query) => {
    hints.push(...hintsFor(query, deps.sourceNames));
    return subscribeOne(query, counted, call, deps);
  });
  const channel = await deps.storage.channels.find(call.channel);
  deps.wake();
  const schedule = channel?.schedule ?? deps.defaultSchedule(call.channel.platform);
  return withHints(subscribed(outcomes, schedule), hints);
};

/** @param counted papers that an earlier query of the same command found. */
async function subscribeOne(
  query: Query,
  counted: Set<PaperId>,
  call: Call,
  deps: CommandDeps,
): Promise<SubscribeOutcome> {
  const added = await add(query, counted, call, deps);
  if (!added) return { kind: 'known', query: formatQuery(query) };
  const stored = { stores: deps.storage, abbreviations: deps.matcher.abbreviations };
  return { kind: 'added', ...added, outlook: await lookOut(query, deps.now(), stored) };
}

interface Added {
  readonly query: string;
  /** How many stored papers match since yesterday, those of earlier queries aside. */
  readonly waiting: number;
}

/**
 * The index learns of a subscription inside the transaction, so that no listing slips between the
 * two, and forgets it when the transaction fails. Undefined when the channel has it already.
 */
async function add(
  query: Query,
  counted: Set<PaperId>,
  call: Call,
  deps: CommandDeps,
): Promise<Added | undefined> {
  const { index } = deps.matcher;
  let indexed: number | undefined;
  try {
    return await deps.storage.transaction(async (stores) => {
      const subscription = await addSubscription(query, call, stores, deps);
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

async function addSubscription(
  query: Query,
  call: Call,
  stores: Stores,
  deps: CommandDeps,
): Promise<Subscription | undefined> {
  const now = deps.now();
  const schedule = deps.defaultSchedule(call.channel.platform);
  const channel = await stores.channels.ensure(call.channel, schedule, now);
  return stores.subscriptions.add({
    channelId: channel.id,
    query: formatQuery(query),
    key: queryKey(query),
    since: lookBack(now),
    createdBy: call.userId,
    createdAt: now,
  });
}

/**
 * Matches the best of what is stored since yesterday, so that the first digest is not empty. Gives
 * all of it.
 */
async function matchStored(
  query: Query,
  subscription: Subscription,
  stores: Stores,
  deps: CommandDeps,
): Promise<PaperId[]> {
  const { abbreviations } = deps.matcher;
  const news = await preview(query, subscription.since, { stores, abbreviations });
  const matches = news.slice(0, FIRST_PAPERS).map((it) => ({
    channelId: subscription.channelId,
    subscriptionId: subscription.id,
    paperId: it.paper.id,
    evidence: it.reasons.flatMap((reason) => reason.evidence),
  }));
  await stores.matches.add(matches, deps.now());
  return news.map((it) => it.paper.id);
}
