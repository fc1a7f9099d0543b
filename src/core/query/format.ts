import { comparedNameParts } from '../matching/authors.ts';
import { joined, mayBeOne, toStem } from '../matching/text.ts';
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
 * order of words, to repetitions, to how an exclusion is grouped, and to what a word matches alike
 * (number, spelling, and a hyphen where a space would join, too). Oddities of texts do not count:
 * two words of a query in one, a comma between hyphenated parts, a word parted where none is.
 */
export function queryKey(query: Query): string {
  return formatQuery(alike(query, true));
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

/** A term as evidence names it: a text without its field and quotes. */
export function displayTerm(term: Term): string {
  if (term.kind !== 'text') return formatTerm(term);
  const isExact = term.form === 'phrase' || term.form === 'literal';
  return isExact ? term.text : formatTerm({ ...term, field: 'any' });
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

/** One form of all queries that match alike; exclusions stand before single terms. */
function alike(query: Query, holds: boolean): Query {
  if (query.kind === 'not') return alike(query.of, !holds);
  if (query.kind !== 'and' && query.kind !== 'or') {
    const term = alikeTerm(query);
    return holds ? term : { kind: 'not', of: term };
  }
  const kind = holds === (query.kind === 'and') ? 'and' : 'or';
  return sorted(
    kind,
    query.of.map((part) => alike(part, holds)),
  );
}

function sorted(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.of : [part]));
  const byName = new Map(flat.map((part) => [formatQuery(part), part]));
  const of = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  return of.length === 1 && of[0] ? of[0] : { kind, of };
}

/** One form of all terms that match alike. */
export function alikeTerm(term: Term): Term {
  if (term.kind === 'fact' && term.field === 'author')
    return { ...term, text: comparedNameParts(term.text).join(' ') };
  if (term.kind !== 'text' || term.form !== 'word') return term;
  const parts = term.text.split('-');
  const [one = '', other = ''] = parts;
  const text =
    parts.length === 2 && mayBeOne(one, other)
      ? joined(one, other)
      : parts.map((part) => toStem(part)).join('-');
  return { ...term, text };
}
