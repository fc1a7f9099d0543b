import { sourceLabel } from '../paper.ts';
import type { Query } from '../query/ast.ts';
import { createFinder } from './run.ts';
import { analyse } from './text.ts';

/** Tells of a query whether it asks for a source by its name or label (`source:arxiv`). */
export function asksFor(source: string): (query: Query) => boolean {
  const names = analyse(`${source} ${sourceLabel(source)}`);
  return function asks(query): boolean {
    if (query.kind === 'not') return false;
    if (query.kind === 'and' || query.kind === 'or') return query.of.some(asks);
    if (query.kind !== 'fact' || query.field !== 'source') return false;
    return createFinder('word', query.text)(names) !== undefined;
  };
}
