import { setImmediate } from 'node:timers/promises';
import type { News } from '../core/match.ts';
import { analysePaper } from '../core/matching/analysed-paper.ts';
import { compileQuery } from '../core/matching/evaluate.ts';
import type { Query } from '../core/query/ast.ts';
import { formatQuery, queryKey } from '../core/query/format.ts';
import { narrower, wider } from '../core/query/neighbours.ts';
import { parseQuery } from '../core/query/parser.ts';
import type { Outlook, Suggestion } from '../core/replies/outlook.ts';
import { DAY_MS } from '../core/time.ts';
import { AT_ONCE, type PreviewDeps, preview } from './preview.ts';

/** More than so many a day are a flood; fewer than one in the last 30 days are silence. */
const FLOOD_A_DAY = 10;
const MONTH_DAYS = 30;
/** How many wider queries are tried. */
const MOST_TRIALS = 6;

/** What a query would have brought in the last 14 and 30 days, and a neighbour where that is odd. */
export async function lookOut(query: Query, now: Date, deps: PreviewDeps): Promise<Outlook> {
  const monthAgo = new Date(now.getTime() - MONTH_DAYS * DAY_MS);
  const fortnightAgo = new Date(now.getTime() - 14 * DAY_MS);
  const news = await preview(query, monthAgo, deps);
  const storedSince = (await deps.stores.papers.oldestSince(monthAgo)) ?? null;
  const most = FLOOD_A_DAY * daysSince(storedSince ?? now, now);
  return {
    query: formatQuery(query),
    fortnight: news.filter((it) => it.paper.listedAt >= fortnightAgo).length,
    month: news.length,
    storedSince,
    now,
    examples: news,
    suggestion:
      news.length === 0
        ? await suggestWider(query, monthAgo, deps)
        : await suggestNarrower(query, news, { since: monthAgo, most }, deps),
  };
}

function daysSince(start: Date, now: Date): number {
  const days = Math.ceil((now.getTime() - start.getTime()) / DAY_MS);
  return Math.min(Math.max(days, 1), MONTH_DAYS);
}

async function suggestWider(
  query: Query,
  since: Date,
  deps: PreviewDeps,
): Promise<Suggestion | null> {
  for (const candidate of sensible(wider(query), query).slice(0, MOST_TRIALS)) {
    const month = (await preview(candidate, since, deps)).length;
    if (month > 0) return { kind: 'wider', query: formatQuery(candidate), month };
  }
  return null;
}

/**
 * Candidates are tried on what this query found, which takes little time; the one that is left is
 * looked up, because an abbreviation may bring it more.
 * @param limit so many papers since a moment are no flood.
 */
async function suggestNarrower(
  query: Query,
  news: readonly News[],
  limit: { readonly since: Date; readonly most: number },
  deps: PreviewDeps,
): Promise<Suggestion | null> {
  if (news.length <= limit.most) return null;
  const { expand } = deps.abbreviations;
  const papers = await inTurns(news, (it) => analysePaper(it.paper, expand));
  for (const candidate of sensible(narrower(query), query)) {
    const found = await inTurns(papers, compileQuery(candidate));
    const among = found.filter((it) => it !== null).length;
    if (among === 0 || among > limit.most) continue;
    const month = (await preview(candidate, limit.since, deps)).length;
    if (month <= limit.most) return { kind: 'narrower', query: formatQuery(candidate), month };
  }
  return null;
}

/** Does work on each, as many in one go as a preview does: then whoever waits gets a turn. */
async function inTurns<T, R>(all: readonly T[], work: (it: T) => R): Promise<R[]> {
  const done: R[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    done.push(...all.slice(start, start + AT_ONCE).map((it) => work(it)));
    await setImmediate();
  }
  return done;
}

/** Those that are another query, and one that can be subscribed to. */
function sensible(candidates: readonly Query[], query: Query): Query[] {
  const key = queryKey(query);
  return candidates.filter((it) => queryKey(it) !== key && makesSense(it));
}

function makesSense(query: Query): boolean {
  try {
    return parseQuery(formatQuery(query)) !== undefined;
  } catch {
    return false;
  }
}
