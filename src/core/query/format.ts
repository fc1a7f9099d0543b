import type { Query } from './ast.ts';

/**
 * The canonical spelling of a query: `parseQuery(formatQuery(q))` equals q, and two spellings of
 * the same query give one text.
 */
export function formatQuery(query: Query): string {
  switch (query.kind) {
    case 'word':
      return query.text;
    case 'phrase':
      return `"${query.text}"`;
    case 'not':
      return `-${formatInside(query.of)}`;
    case 'and':
      return query.of
        .map((part) => (part.kind === 'or' ? `(${formatQuery(part)})` : formatQuery(part)))
        .join(' ');
    case 'or':
      return query.of.map(formatQuery).join(' OR ');
  }
}

function formatInside(query: Query): string {
  const simple = query.kind === 'word' || query.kind === 'phrase';
  return simple ? formatQuery(query) : `(${formatQuery(query)})`;
}
