import { QueryError } from '../../core/query/ast.ts';
import { formatQuery, queryKey } from '../../core/query/format.ts';
import { splitQueries } from '../../core/query/list.ts';
import { parseQuery } from '../../core/query/parser.ts';
import {
  emptyUnsubscribe,
  type UnsubscribeOutcome,
  unsubscribed,
} from '../../core/replies/subscribing.ts';
import type { Command, CommandDeps } from './command.ts';

/** `/unsubscribe grpo, "reward model"`: what waits for them is dropped, what was posted stays. */
export const unsubscribe: Command = async (call, deps) => {
  const typed = splitQueries(call.args);
  if (typed.length === 0) return emptyUnsubscribe();
  const channel = await deps.storage.channels.find(call.channel);
  const outcomes: UnsubscribeOutcome[] = [];
  for (const text of typed) outcomes.push(await unsubscribeOne(text, channel?.id, deps));
  return unsubscribed(outcomes);
};

async function unsubscribeOne(
  typed: string,
  channelId: number | undefined,
  deps: CommandDeps,
): Promise<UnsubscribeOutcome> {
  try {
    const parsed = parseQuery(typed);
    const query = formatQuery(parsed);
    const removed =
      channelId && (await deps.storage.subscriptions.remove(channelId, queryKey(parsed)));
    if (!removed) return { kind: 'unknown', query };
    deps.matcher.index.remove(removed);
    return { kind: 'removed', query };
  } catch (error) {
    if (error instanceof QueryError) return { kind: 'unreadable', typed, error };
    throw error;
  }
}
