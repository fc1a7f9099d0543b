import type { Query } from '../core/query/ast.ts';
import { formatQuery, queryKey } from '../core/query/format.ts';
import { narrower, wider } from '../core/query/neighbours.ts';
import { checkSense } from '../core/query/sense.ts';
import type { Outlook, Suggestion } from '../core/replies/outlook.ts';
import { DAY_MS } from '../core/time.ts';
import { type PreviewDeps, preview } from './preview.ts';

/** More than ten a day are a flood, fewer than one a month is silence. */
const FLOOD_A_MONTH = 300;
/** How many neighbours of a query are tried. */
const MOST_TRIALS = 6;

/** What a query would have brought in the last 14 and 30 days, and a neighbour where that is odd. */
export async function lookOut(query: Query, now: Date, deps: PreviewDeps): Promise<Outlook> {
  const monthAgo = new Date(now.getTime() - 30 * DAY_MS);
  const fortnightAgo = new Date(now.getTime() - 14 * DAY_MS);
  const news = await preview(query, monthAgo, deps);
  const storedSince = (await deps.stores.papers.oldestSince(monthAgo)) ?? null;
  return {
    query: formatQuery(query),
    fortnight: news.filter((it) => it.paper.listedAt >= fortnightAgo).length,
    month: news.length,
    storedSince,
    now,
    examples: news,
    suggestion: await suggest(query, news.length, monthAgo, deps),
  };
}

async function suggest(
  query: Query,
  month: number,
  since: Date,
  deps: PreviewDeps,
): Promise<Suggestion | null> {
  if (month >= 1 && month <= FLOOD_A_MONTH) return null;
  const kind = month < 1 ? 'wider' : 'narrower';
  for (const candidate of candidatesFor(kind, query)) {
    const found = (await preview(candidate, since, deps)).length;
    const fits = kind === 'wider' ? found > month : found >= 1 && found < month;
    if (fits) return { kind, query: formatQuery(candidate), month: found };
  }
  return null;
}

function candidatesFor(kind: Suggestion['kind'], query: Query): Query[] {
  const candidates = kind === 'wider' ? wider(query) : narrower(query);
  return candidates
    .filter((it) => queryKey(it) !== queryKey(query) && makesSense(it))
    .slice(0, MOST_TRIALS);
}

function makesSense(query: Query): boolean {
  try {
    checkSense(query);
    return true;
  } catch {
    return false;
  }
}
