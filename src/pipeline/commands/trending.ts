import type { Paper } from '../../core/paper.ts';
import { formatQuery } from '../../core/query/format.ts';
import { parseQuery } from '../../core/query/parser.ts';
import { trending as trendingReply } from '../../core/replies/today.ts';
import { DAY_MS } from '../../core/time.ts';
import { preview } from '../preview.ts';
import type { Command } from './command.ts';
import { orUnreadable, previewDeps } from './queries.ts';
import { ifNothingStored } from './sources-status.ts';

const DAYS = 14;
/** A paper's upvotes count half after so many days; ours. */
const HALF_LIFE_DAYS = 3;

/** `/papers trending [query]`: the most upvoted papers of two weeks, the younger ones weighing more. */
export const trending: Command = async (call, deps) => {
  const now = deps.now();
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  return orUnreadable(call.args, async () => {
    const query = call.args === '' ? null : parseQuery(call.args);
    const nothing = await ifNothingStored(deps);
    if (nothing) return nothing;
    const papers = query
      ? (await preview(query, since, previewDeps(deps))).map((it) => it.paper)
      : await deps.storage.papers.listedSince(since);
    const upvoted = papers.filter((it) => (it.upvotes ?? 0) > 0);
    const ranked = upvoted.toSorted((a, b) => heat(b, now) - heat(a, now));
    return trendingReply(ranked, query && formatQuery(query));
  });
};

function heat({ upvotes, listedAt }: Paper, now: Date): number {
  const days = Math.max(0, now.getTime() - listedAt.getTime()) / DAY_MS;
  return (upvotes ?? 0) * 0.5 ** (days / HALF_LIFE_DAYS);
}
