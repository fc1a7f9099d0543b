import { rank } from '../core/digest.ts';
import type { News } from '../core/match.ts';
import type { Abbreviations } from '../core/matching/abbreviations.ts';
import { analysePaper } from '../core/matching/analysed-paper.ts';
import { compileQuery } from '../core/matching/evaluate.ts';
import { searchFor } from '../core/matching/search.ts';
import type { Query } from '../core/query/ast.ts';
import { formatQuery } from '../core/query/format.ts';
import type { Stores } from '../core/stores.ts';

export interface PreviewDeps {
  readonly stores: Stores;
  readonly abbreviations: Abbreviations;
}

/** What a query would have brought of the papers listed since a moment, best first. Changes nothing. */
export async function preview(query: Query, since: Date, deps: PreviewDeps): Promise<News[]> {
  const { expand, othersOf } = deps.abbreviations;
  const matches = compileQuery(query);
  const text = formatQuery(query);
  const papers = await deps.stores.papers.listedSince(since, searchFor(query, othersOf));
  const news = papers.flatMap((paper) => {
    const evidence = matches(analysePaper(paper, expand));
    return evidence ? [{ paper, reasons: [{ query: text, evidence }] }] : [];
  });
  return rank(news);
}
