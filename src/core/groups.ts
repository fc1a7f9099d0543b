import type { News } from './match.ts';
import type { Evidence } from './matching/evidence.ts';
import { plainText, type Text } from './message.ts';
import { type Query, QueryError } from './query/ast.ts';
import { parseStored } from './query/parser.ts';
import { authorsIn, shortName, topicOf } from './topic.ts';

/** Papers of a digest that stand for one subscription, or for several that read alike. */
export interface Group {
  /** "on grpo", "by Ada Byron", "by authors you follow". */
  readonly topic: Text;
  /** Best first. */
  readonly news: readonly News[];
}

/** What a subscription asks for, as far as groups are made of it. */
interface Subject {
  /** The same for queries that a heading would not tell apart, and for all that ask for authors. */
  readonly key: string;
  readonly authors: readonly string[];
  /** @param evidence of the paper that it is to be named after. */
  readonly topic: (evidence: readonly Evidence[]) => Text;
}

/** A subscription that found a paper. */
interface Claim {
  readonly subject: Subject;
  readonly evidence: readonly Evidence[];
}

const AUTHORS = 'authors';

/** What a group is on that stands for several subscriptions. */
export const ON_OTHERS: Text = ['on other subscriptions'];

/**
 * Parts news by subscription, the largest group first; each paper is in one group. A paper that
 * several subscriptions found is in that of an author, else in that of the rarest which found at
 * least two papers: "grpo" says more of a paper than "agent" does, but ten groups of one say little.
 * @param news best first, which decides between groups of one size.
 */
export function groupNews(news: readonly News[]): Group[] {
  const claims = claimsOf(news);
  const papers = countPapers(claims);
  const placed = news.map((it, place) => ({ it, claim: strongest(claims[place] ?? [], papers) }));
  const groups = Map.groupBy(placed, ({ claim }) => claim?.subject.key);
  return [...groups.values()]
    .map((its) => ({
      topic: topicOfAll(its.flatMap(({ claim }) => claim ?? [])),
      news: its.map(({ it }) => it),
    }))
    .toSorted((a, b) => b.news.length - a.news.length);
}

/** For each paper, who claims it; each query is read once, since a digest may hold thousands of reasons. */
function claimsOf(news: readonly News[]): Claim[][] {
  const queries = new Set(news.flatMap(({ reasons }) => reasons.map(({ query }) => query)));
  const subjects = new Map([...queries].map((query) => [query, subjectOf(query)]));
  return news.map(({ reasons }) =>
    reasons.flatMap(({ query, evidence }) => {
      const subject = subjects.get(query);
      return subject ? [{ subject, evidence }] : [];
    }),
  );
}

function subjectOf(text: string): Subject {
  const query = read(text);
  if (query === null)
    return { key: text, authors: [], topic: () => ['on ', { bold: shortName(text) }] };
  const authors = authorsIn(query);
  const key = authors.length > 0 ? AUTHORS : plainText(topicOf(query));
  return { key, authors, topic: (evidence) => topicOf(query, evidence) };
}

/** Null for a query that this version can't read. */
function read(query: string): Query | null {
  try {
    return parseStored(query);
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}

/** How many papers have a claim of each key. */
function countPapers(claims: readonly (readonly Claim[])[]): Map<string, number> {
  const papers = new Map<string, number>();
  for (const key of claims.flatMap((its) => [...new Set(its.map((it) => it.subject.key))]))
    papers.set(key, (papers.get(key) ?? 0) + 1);
  return papers;
}

/** The claim that decides; of two that weigh the same, that of the older subscription. */
function strongest(
  claims: readonly Claim[],
  papers: ReadonlyMap<string, number>,
): Claim | undefined {
  const found = ({ subject }: Claim) => papers.get(subject.key) ?? 0;
  const [first] = claims.toSorted(
    (a, b) =>
      Number(b.subject.key === AUTHORS) - Number(a.subject.key === AUTHORS) ||
      Number(found(b) > 1) - Number(found(a) > 1) ||
      found(a) - found(b),
  );
  return first;
}

function topicOfAll(claims: readonly Claim[]): Text {
  const authors = new Set(claims.flatMap((it) => it.subject.authors));
  const [best] = claims;
  if (authors.size <= 1) return best ? best.subject.topic(best.evidence) : ON_OTHERS;
  return [claims.length === 1 ? 'by an author you follow' : 'by authors you follow'];
}
