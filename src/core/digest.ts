import { count, joinSpans, makeCard } from './card.ts';
import type { News } from './match.ts';
import type { Message, Span } from './message.ts';

/**
 * The message that brings a channel its news, best first.
 * @param more how many further papers are only counted.
 */
export function makeDigest(news: readonly News[], more = 0): Message {
  const queries = [...new Set(news.flatMap((it) => it.reasons.map((reason) => reason.query)))];
  return {
    heading: [`${count(news.length, 'new paper')} on `, ...joinQueries(queries)],
    lines: more > 0 ? [[`And ${count(more, 'more paper')} today: `, { code: '/papers more' }]] : [],
    cards: news.map((it) => makeCard(it.paper, it.reasons)),
  };
}

/** What a channel gets that has had all its cards of the day. */
export function moreToday(more: number, cap: number): Message {
  return {
    heading: [`${count(more, 'more paper')} today, beyond this channel's ${count(cap, 'card')}`],
    lines: [[{ code: '/papers more' }, ' lists them, and what else is found until tomorrow.']],
    cards: [],
  };
}

/** Most upvoted first, then what more terms matched, then the latest. */
export function rank(news: readonly News[]): News[] {
  return news.toSorted(
    (a, b) =>
      (b.paper.upvotes ?? 0) - (a.paper.upvotes ?? 0) ||
      matchedTerms(b) - matchedTerms(a) ||
      b.paper.listedAt.getTime() - a.paper.listedAt.getTime() ||
      (a.paper.id < b.paper.id ? -1 : 1),
  );
}

function matchedTerms({ reasons }: News): number {
  const terms = reasons.flatMap(({ evidence }) => evidence.map(({ term }) => term));
  return new Set(terms).size;
}

const NAMED_QUERIES = 3;

function joinQueries(queries: readonly string[]): Span[] {
  const named = queries.slice(0, NAMED_QUERIES);
  const others = queries.length - named.length;
  const parts: Span[][] = named.map((query) => [{ bold: query }]);
  if (others > 0) parts.push([count(others, 'other subscription')]);
  return joinSpans(parts);
}
