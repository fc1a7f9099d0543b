import { setImmediate } from 'node:timers/promises';
import { type Query, QueryError } from '../../core/query/ast.ts';
import { parseQuery } from '../../core/query/parser.ts';
import type { UnreadableQuery } from '../../core/replies/subscribing.ts';

/** Most queries that one command may name. */
export const MOST_QUERIES = 20;

/**
 * Does something with each typed query, one after the other, so that one mistake spoils no other
 * and other commands get their turn.
 */
export async function forEachQuery<T>(
  typed: readonly string[],
  one: (query: Query) => Promise<T>,
): Promise<(T | UnreadableQuery)[]> {
  const outcomes: (T | UnreadableQuery)[] = [];
  for (const text of typed) {
    outcomes.push(await tryOne(text, one));
    await setImmediate();
  }
  return outcomes;
}

async function tryOne<T>(
  typed: string,
  one: (query: Query) => Promise<T>,
): Promise<T | UnreadableQuery> {
  try {
    return await one(parseQuery(typed));
  } catch (error) {
    if (error instanceof QueryError) return { kind: 'unreadable', typed, error };
    throw error;
  }
}
