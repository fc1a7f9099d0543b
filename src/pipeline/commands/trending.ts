import { byHeat, TRENDING_DAYS } from '../../core/heat.ts';
import { formatQuery } from '../../core/query/format.ts';
import { parseQuery } from '../../core/query/parser.ts';
import { trending as trendingReply } from '../../core/replies/today.ts';
import { DAY_MS } from '../../core/time.ts';
import { preview } from '../preview.ts';
import type { Command } from './command.ts';
import { orUnreadable, previewDeps } from './queries.ts';
import { ifNothingStored } from './sources-status.ts';

/** `/papers trending [query]`: the most upvoted papers of two weeks, the younger ones weighing more. */
export const trending: Command = async (call, deps) => {
  const now = deps.now();
  const since = new Date(now.getTime() - TRENDING_DAYS * DAY_MS);
  return orUnreadable(call.args, async () => {
    const query = call.args === '' ? null : parseQuery(call.args);
    const nothing = await ifNothingStored(deps);
    if (nothing) return nothing;
    const papers = query
      ? (await preview(query, since, previewDeps(deps))).map((it) => it.paper)
      : await deps.storage.papers.listedSince(since);
    return trendingReply(byHeat(papers, now), query && formatQuery(query));
  });
};
