import type { Query } from '../../core/query/ast.ts';
import { formatQuery, queryKey } from '../../core/query/format.ts';
import { splitQueries } from '../../core/query/list.ts';
import { parseStored } from '../../core/query/parser.ts';
import {
  emptyUnsubscribe,
  tooManyQueries,
  type UnsubscribeOutcome,
  unsubscribed,
} from '../../core/replies/subscribing.ts';
import { subscriptionGone } from '../../core/replies/subscriptions.ts';
import { announce } from './announce.ts';
import type { Command, CommandDeps } from './command.ts';
import { forEachQuery, MOST_QUERIES } from './queries.ts';

/** As the buttons of a list name a subscription. */
const NUMBER = /^#(\d{1,15})$/;

/** `/unsubscribe grpo, "reward model"`: what waits for them is dropped, what was posted stays. */
export const unsubscribe: Command = async (call, deps) => {
  const [, number] = NUMBER.exec(call.args) ?? [];
  if (number) return removeNumber(Number(number), call, deps);
  const typed = splitQueries(call.args);
  if (typed.length === 0) return emptyUnsubscribe();
  if (typed.length > MOST_QUERIES) return tooManyQueries(MOST_QUERIES);
  const channel = await deps.storage.channels.find(call.channel);
  const outcomes = await forEachQuery(typed, parseStored, (query) =>
    unsubscribeOne(query, channel?.id, deps),
  );
  const queries = outcomes.flatMap((it) => (it.kind === 'removed' ? [it.query] : []));
  await announce({ kind: 'removed', queries }, call, deps);
  deps.wake();
  return unsubscribed(outcomes);
};

async function removeNumber(id: number, ...[call, deps]: Parameters<Command>) {
  const channel = await deps.storage.channels.find(call.channel);
  const removed =
    channel &&
    (await deps.storage.channelTransaction(channel.id, ({ subscriptions }) =>
      subscriptions.removeById(channel.id, id),
    ));
  if (!removed) return subscriptionGone();
  deps.matcher.index.remove(id);
  await announce({ kind: 'removed', queries: [removed.query] }, call, deps);
  deps.wake();
  return unsubscribed([{ kind: 'removed', query: removed.query }]);
}

async function unsubscribeOne(
  parsed: Query,
  channelId: number | undefined,
  deps: CommandDeps,
): Promise<UnsubscribeOutcome> {
  const query = formatQuery(parsed);
  if (channelId === undefined) return { kind: 'unknown', query };
  const removed = await deps.storage.channelTransaction(channelId, ({ subscriptions }) =>
    subscriptions.remove(channelId, queryKey(parsed)),
  );
  if (removed === undefined) return { kind: 'unknown', query };
  deps.matcher.index.remove(removed);
  return { kind: 'removed', query };
}
