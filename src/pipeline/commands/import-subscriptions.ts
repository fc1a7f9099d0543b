import { setImmediate } from 'node:timers/promises';
import type { Channel } from '../../core/channel.ts';
import type { Entry, Problem } from '../../core/exchange/contents.ts';
import type { PaperId } from '../../core/paper.ts';
import { type Query, QueryError } from '../../core/query/ast.ts';
import { queryKey } from '../../core/query/format.ts';
import { splitQueries } from '../../core/query/list.ts';
import { parseQuery, parseStored } from '../../core/query/parser.ts';
import { addSubscription } from '../subscriptions.ts';
import type { Call, CommandDeps } from './command.ts';

/** Most subscriptions that a channel has after an import. */
export const MOST_IMPORTED = 500;

interface TakenSubscriptions {
  readonly added: readonly string[];
  readonly known: number;
  readonly beyond: number;
  /** How many stored papers match since yesterday. */
  readonly waiting: number;
  readonly problems: readonly Problem[];
}

/** Subscribes a channel to each query, one after the other, so that other commands get their turn. */
export async function importSubscriptions(
  entries: readonly Entry[],
  channel: Channel,
  call: Call,
  deps: CommandDeps,
): Promise<TakenSubscriptions> {
  const keys = await keysOf(channel, deps);
  const adding = { call, usual: channel.schedule, counted: new Set<PaperId>() };
  const taken = { added: [] as string[], known: 0, beyond: 0, problems: [] as Problem[] };
  for (const { text, line } of entries.flatMap(eachQuery)) {
    if (deps.stopping.aborted) {
      taken.problems.push({ text, line, reason: STOPPING });
      break;
    }
    const read = tryQuery({ text, line }, parseQuery);
    if ('reason' in read) taken.problems.push(read);
    else if (keys.has(queryKey(read.query))) taken.known++;
    else if (keys.size >= MOST_IMPORTED) taken.beyond++;
    else {
      keys.add(queryKey(read.query));
      const added = await addSubscription(read.query, adding, deps);
      if (added) taken.added.push(added.query);
    }
    await setImmediate();
  }
  return { ...taken, waiting: adding.counted.size };
}

const STOPPING = 'and all below were not reached, because Paper Route stops: import the file again';

async function keysOf({ id }: Channel, { storage }: CommandDeps): Promise<Set<string>> {
  const followed = await storage.subscriptions.listOf(id);
  const read = followed.map(({ query }) => tryQuery({ text: query, line: null }, parseStored));
  return new Set(read.map((it) => ('reason' in it ? it.text : queryKey(it.query))));
}

/** Several queries stand in one line with commas, as behind `/subscribe`. */
function eachQuery({ text, line }: Entry): Entry[] {
  return splitQueries(text).map((query) => ({ text: query, line }));
}

/** A query, or what is wrong with it. */
export function tryQuery(
  entry: Entry,
  read: (text: string) => Query,
): { readonly query: Query } | Problem {
  try {
    return { query: read(entry.text) };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const where = error.whole ? '' : ` at character ${error.position + 1}`;
    return { ...entry, reason: `can't be read${where}: ${error.message.replace(/\.$/, '')}` };
  }
}
