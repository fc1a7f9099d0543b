import type { Query, Threshold } from '../query/ast.ts';
import { formatQuery } from '../query/format.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { compileQuery } from './evaluate.ts';
import { withNeighbours } from './formula.ts';

/** Why a paper does not satisfy a query: one thing that stands in the way. */
export type Obstacle =
  /** Something asked for that the paper does not have. */
  | { readonly kind: 'missing'; readonly term: string }
  /** Something excluded that the paper has. */
  | { readonly kind: 'excluded'; readonly term: string }
  /** A count that is not what is asked for; null where no source counts. */
  | {
      readonly kind: 'count';
      readonly term: string;
      readonly field: Threshold['field'];
      readonly value: number | null;
    };

/** The fewest obstacles between a paper and a query; none when it matches. */
export function obstacles(query: Query, paper: AnalysedPaper): Obstacle[] {
  if (compileQuery(query)(paper)) return [];
  switch (query.kind) {
    case 'and':
      return missingParts(query.of, paper).flatMap((part) => obstacles(part, paper));
    case 'or':
      return query.of
        .map((part) => obstacles(part, paper))
        .reduce((a, b) => (b.length < a.length ? b : a));
    case 'not':
      return [{ kind: 'excluded', term: formatQuery(query.of) }];
    case 'threshold':
      return [
        {
          kind: 'count',
          term: formatQuery(query),
          field: query.field,
          value: paper.paper[query.field],
        },
      ];
    default:
      return [{ kind: 'missing', term: formatQuery(query) }];
  }
}

/** What is written as one with its neighbour ("finetuning") is not missing. */
function missingParts(parts: readonly Query[], paper: AnalysedPaper): Query[] {
  const joined = withNeighbours(parts);
  return parts.filter((part, place) => !compileQuery(joined[place] ?? part)(paper));
}
