import { count, joinSpans, makeCard } from './card.ts';
import type { News } from './match.ts';
import type { Message, Span } from './message.ts';

/** The message that brings a channel its news, best first. */
export function makeDigest(news: readonly News[]): Message {
  const queries = [...new Set(news.flatMap((it) => it.reasons.map((reason) => reason.query)))];
  return {
    heading: [`${count(news.length, 'new paper')} on `, ...joinQueries(queries)],
    lines: [],
    cards: news.map((it) => makeCard(it.paper, it.reasons)),
  };
}

/** Most upvoted first, then what more subscriptions matched, then the latest. */
export function rank(news: readonly News[]): News[] {
  return news.toSorted(
    (a, b) =>
      (b.paper.upvotes ?? 0) - (a.paper.upvotes ?? 0) ||
      b.reasons.length - a.reasons.length ||
      b.paper.listedAt.getTime() - a.paper.listedAt.getTime() ||
      (a.paper.id < b.paper.id ? -1 : 1),
  );
}

const NAMED_QUERIES = 3;

function joinQueries(queries: readonly string[]): Span[] {
  const named = queries.slice(0, NAMED_QUERIES);
  const others = queries.length - named.length;
  const parts: Span[][] = named.map((query) => [{ bold: query }]);
  if (others > 0) parts.push([count(others, 'other subscription')]);
  return joinSpans(parts);
}
