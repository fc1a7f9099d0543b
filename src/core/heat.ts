import type { Paper } from './paper.ts';
import { DAY_MS } from './time.ts';

/** How far back trending papers were listed, in days; ours. */
export const TRENDING_DAYS = 14;
/** A paper's upvotes count half after so many days; ours. */
const HALF_LIFE_DAYS = 3;

/** Those that have upvotes, the most upvoted first, the younger ones weighing more. */
export function byHeat(papers: readonly Paper[], now: Date): Paper[] {
  const upvoted = papers.filter((it) => (it.upvotes ?? 0) > 0);
  return upvoted.toSorted((a, b) => heat(b, now) - heat(a, now));
}

function heat({ upvotes, listedAt }: Paper, now: Date): number {
  const days = Math.max(0, now.getTime() - listedAt.getTime()) / DAY_MS;
  return (upvotes ?? 0) * 0.5 ** (days / HALF_LIFE_DAYS);
}
