import { setImmediate } from 'node:timers/promises';
import type { Reply } from '../../core/command.ts';
import { type Query, QueryError } from '../../core/query/ast.ts';
import { type UnreadableQuery, unreadable } from '../../core/replies/subscribing.ts';
import type { PreviewDeps } from '../preview.ts';
import type { CommandDeps } from './command.ts';

/** What looking something up takes. */
export function previewDeps({ storage, matcher }: CommandDeps): PreviewDeps {
  return { stores: storage, abbreviations: matcher.abbreviations };
}

/** The work's answer; where it meets a query that can't be read, what is wrong with it. */
export async function orUnreadable(typed: string, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof QueryError) return unreadable(typed, error);
    throw error;
  }
}

/** Most queries that one command may name. */
export const MOST_QUERIES = 20;

/**
 * Does something with each typed query, one after the other, so that one mistake spoils no other
 * and other commands get their turn.
 * @param read how a query is read.
 */
export async function forEachQuery<T>(
  typed: readonly string[],
  read: (text: string) => Query,
  one: (query: Query) => Promise<T>,
): Promise<(T | UnreadableQuery)[]> {
  const outcomes: (T | UnreadableQuery)[] = [];
  for (const text of typed) {
    outcomes.push(await tryOne(text, read, one));
    await setImmediate();
  }
  return outcomes;
}

async function tryOne<T>(
  typed: string,
  read: (text: string) => Query,
  one: (query: Query) => Promise<T>,
): Promise<T | UnreadableQuery> {
  try {
    return await one(read(typed));
  } catch (error) {
    if (error instanceof QueryError) return { kind: 'unreadable', typed, error };
    throw error;
  }
}
