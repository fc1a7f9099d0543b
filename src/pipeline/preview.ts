import { setImmediate } from 'node:timers/promises';
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
  readonly stores: Pick<Stores, 'lists' | 'papers'>;
  readonly abbreviations: Abbreviations;
}

/** So many papers are looked at in one go, about 10 ms: then whoever waits gets a turn. */
export const AT_ONCE = 100;

/** What a query would have brought of the papers listed since a moment, best first. Changes nothing. */
export async function preview(query: Query, since: Date, deps: PreviewDeps): Promise<News[]> {
  return rank(await Array.fromAsync(matching(query, since, deps)));
}

/**
 * The papers listed since a moment that a query matches, the latest first, found as they are asked for.
 * @param most so many papers are looked at, the latest that may match; left out: all.
 */
export async function* matching(
  query: Query,
  since: Date,
  { stores, abbreviations }: PreviewDeps,
  most?: number,
): AsyncGenerator<News> {
  const { expand, othersOf } = abbreviations;
  const matches = compileQuery(query);
  const text = formatQuery(query);
  const names = await stores.lists.namesSince(since, searchFor(query, othersOf), most);
  for (let start = 0; start < names.length; start += AT_ONCE) {
    for (const paper of await stores.lists.get(names.slice(start, start + AT_ONCE))) {
      const evidence = matches(analysePaper(paper, expand));
      if (evidence) yield { paper, reasons: [{ query: text, evidence }] };
    }
    await setImmediate();
  }
}
