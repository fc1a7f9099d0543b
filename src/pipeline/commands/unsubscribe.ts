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
import type { Command, CommandDeps } from './command.ts';
import { forEachQuery, MOST_QUERIES } from './queries.ts';

/** `/unsubscribe grpo, "reward model"`: what waits for them is dropped, what was posted stays. */
export const unsubscribe: Command = async (call, deps) => {
  const typed = splitQueries(call.args);
  if (typed.length === 0) return emptyUnsubscribe();
  if (typed.length > MOST_QUERIES) return tooManyQueries(MOST_QUERIES);
  const channel = await deps.storage.channels.find(call.channel);
  return unsubscribed(
    await forEachQuery(typed, parseStored, (query) => unsubscribeOne(query, channel?.id, deps)),
  );
};

async function unsubscribeOne(
  parsed: Query,
  channelId: number | undefined,
  deps: CommandDeps,
): Promise<UnsubscribeOutcome> {
  const query = formatQuery(parsed);
  if (channelId === undefined) return { kind: 'unknown', query };
  const removed = await deps.storage.subscriptions.remove(channelId, queryKey(parsed));
  if (removed === undefined) return { kind: 'unknown', query };
  deps.matcher.index.remove(removed);
  return { kind: 'removed', query };
}
