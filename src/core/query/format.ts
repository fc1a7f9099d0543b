import { toStem } from '../matching/text.ts';
import type { FactTerm, Query, Term, TextTerm } from './ast.ts';

/** The canonical spelling of a query: `parseQuery(formatQuery(q))` equals q. */
export function formatQuery(query: Query): string {
  switch (query.kind) {
    case 'not':
      return `-${formatInside(query.of)}`;
    case 'and':
      return query.of
        .map((part) => (part.kind === 'or' ? `(${formatQuery(part)})` : formatQuery(part)))
        .join(' ');
    case 'or':
      return query.of.map(formatQuery).join(' OR ');
    default:
      return formatTerm(query);
  }
}

/**
 * What makes two queries the same subscription: the canonical spelling without regard to the
 * order of words, to repetitions, and to what a word matches alike (number, hyphen, spelling).
 */
export function queryKey(query: Query): string {
  return formatQuery(sorted(query));
}

/** A term in its canonical spelling. */
export function formatTerm(term: Term): string {
  switch (term.kind) {
    case 'text':
      return formatText(term);
    case 'fact':
      return formatFact(term);
    case 'threshold':
      return `${term.field}${term.operator}${term.value}`;
  }
}

function formatText({ field, form, text }: TextTerm): string {
  const quoted = form === 'phrase' || (form === 'literal' && text.includes(' '));
  const term = quoted ? `"${text}"` : text;
  const place = field === 'any' ? '' : `${field}:`;
  return `${place}${form === 'literal' ? '=' : ''}${term}${form === 'prefix' ? '*' : ''}`;
}

function formatFact({ field, text }: FactTerm): string {
  return `${field}:${text.includes(' ') ? `"${text}"` : text}`;
}

function formatInside(query: Query): string {
  const grouped = query.kind === 'and' || query.kind === 'or' || query.kind === 'not';
  return grouped ? `(${formatQuery(query)})` : formatQuery(query);
}

function sorted(query: Query): Query {
  if (query.kind === 'not') return { kind: 'not', of: sorted(query.of) };
  if (query.kind === 'text' && query.form === 'word')
    return { ...query, text: toStem(query.text.replaceAll('-', '')) };
  if (query.kind !== 'and' && query.kind !== 'or') return query;
  const parts = new Map(query.of.map(sorted).map((part) => [formatQuery(part), part]));
  const of = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  return of.length === 1 && of[0] ? of[0] : { kind: query.kind, of };
}
