import { rank } from '../core/digest.ts';
import type { News } from '../core/match.ts';
import { analysePaper } from '../core/matching/analysed-paper.ts';
import { compileQuery } from '../core/matching/evaluate.ts';
import type { Query } from '../core/query/ast.ts';
import { formatQuery } from '../core/query/format.ts';
import type { Stores } from '../core/stores.ts';

/** What a query would have brought of the papers listed since a moment, best first. Changes nothing. */
export async function preview(query: Query, since: Date, stores: Stores): Promise<News[]> {
  const matches = compileQuery(query);
  const text = formatQuery(query);
  const papers = await stores.papers.listedSince(since);
  const news = papers.flatMap((paper) => {
    const evidence = matches(analysePaper(paper));
    return evidence ? [{ paper, reasons: [{ query: text, evidence }] }] : [];
  });
  return rank(news);
}
