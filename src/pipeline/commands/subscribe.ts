import type { Channel } from '../../core/channel.ts';
import { type Query, QueryError } from '../../core/query/ast.ts';
import { formatQuery, queryKey } from '../../core/query/format.ts';
import { splitQueries } from '../../core/query/list.ts';
import { parseQuery } from '../../core/query/parser.ts';
import {
  emptySubscribe,
  type SubscribeOutcome,
  subscribed,
} from '../../core/replies/subscribing.ts';
import type { Stores } from '../../core/stores.ts';
import { lookBack, type Subscription } from '../../core/subscription.ts';
import { preview } from '../preview.ts';
import type { Call, Command, CommandDeps } from './command.ts';

/** `/subscribe grpo, "reward model"`: each query by itself, so that one mistake spoils no other. */
export const subscribe: Command = async (call, deps) => {
  const typed = splitQueries(call.args);
  if (typed.length === 0) return emptySubscribe();
  const outcomes: SubscribeOutcome[] = [];
  for (const text of typed) outcomes.push(await subscribeOne(text, call, deps));
  const channel = await deps.storage.channels.find(call.channel);
  deps.wake();
  return subscribed(outcomes, channel?.schedule ?? deps.defaultSchedule(call.channel.platform));
};

async function subscribeOne(
  typed: string,
  call: Call,
  deps: CommandDeps,
): Promise<SubscribeOutcome> {
  try {
    const query = parseQuery(typed);
    return await deps.storage.transaction((stores) => addSubscription(query, call, stores, deps));
  } catch (error) {
    if (error instanceof QueryError) return { kind: 'unreadable', typed, error };
    throw error;
  }
}

/** The index learns of it inside the transaction: no listing slips between the two. */
async function addSubscription(
  parsed: Query,
  call: Call,
  stores: Stores,
  deps: CommandDeps,
): Promise<SubscribeOutcome> {
  const now = deps.now();
  const query = formatQuery(parsed);
  const channel = await ensureChannel(call, stores, deps);
  const subscription = await stores.subscriptions.add({
    channelId: channel.id,
    query,
    key: queryKey(parsed),
    since: lookBack(now),
    createdBy: call.userId,
    createdAt: now,
  });
  if (!subscription) return { kind: 'known', query };
  const waiting = await matchStored(parsed, subscription, stores, deps);
  deps.matcher.index.add(subscription.id, parsed, subscription);
  return { kind: 'added', query, waiting };
}

async function ensureChannel(call: Call, stores: Stores, deps: CommandDeps): Promise<Channel> {
  return stores.channels.ensure(
    call.channel,
    deps.defaultSchedule(call.channel.platform),
    deps.now(),
  );
}

/** Matches what is stored since yesterday, so that the first digest is not empty. */
async function matchStored(
  query: Query,
  subscription: Subscription,
  stores: Stores,
  deps: CommandDeps,
): Promise<number> {
  const { abbreviations } = deps.matcher;
  const news = await preview(query, subscription.since, { stores, abbreviations });
  const matches = news.map((it) => ({
    channelId: subscription.channelId,
    subscriptionId: subscription.id,
    paperId: it.paper.id,
    evidence: it.reasons.flatMap((reason) => reason.evidence),
  }));
  await stores.matches.add(matches, deps.now());
  return matches.length;
}
