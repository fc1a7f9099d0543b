import type { Text } from '../../core/message.ts';
import { type Query, QueryError } from '../../core/query/ast.ts';
import { formatQuery } from '../../core/query/format.ts';
import { splitQueries } from '../../core/query/list.ts';
import { parseQuery } from '../../core/query/parser.ts';
import { hintsFor, withHints } from '../../core/replies/hints.ts';
import {
  emptySubscribe,
  type SubscribeOutcome,
  subscribed,
  tooManyQueries,
} from '../../core/replies/subscribing.ts';
import { lookOut } from '../outlook.ts';
import { type Adding, addSubscription } from '../subscriptions.ts';
import { announce } from './announce.ts';
import { usualSchedule } from './channel.ts';
import type { Command, CommandDeps } from './command.ts';
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
