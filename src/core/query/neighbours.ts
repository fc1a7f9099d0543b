import type { Query, TextTerm } from './ast.ts';

/** Queries that find less than this one: its words in the title alone, or only what was voted for. */
export function narrower(query: Query): Query[] {
  const inTitle = mapText(query, (term) =>
    term.field === 'any' ? { ...term, field: 'title' } : term,
  );
  const voted: Query = { kind: 'threshold', field: 'upvotes', operator: '>=', value: 10 };
  return [inTitle, { kind: 'and', of: [...partsOf(query), voted] }];
}

/** Queries that find more: without an exclusion or one of its words, in any field, loosely, or either of two. */
export function wider(query: Query): Query[] {
  const parts = partsOf(query);
  const shorter =
    parts.length > 1 ? parts.map((_, place) => together(parts.toSpliced(place, 1))) : [];
  const wanted = parts.filter((part) => part.kind !== 'not');
  const either: Query[] = wanted.length > 1 ? [{ kind: 'or', of: wanted }] : [];
  const loose = mapText(query, loosened);
  return [loose, ...shorter, ...either].filter((it) => it.kind !== 'not');
}

/** The same words in any field, in any order. */
function loosened(term: TextTerm): Query {
  if (term.form === 'prefix') return { ...term, field: 'any' };
  return together(
    term.text.split(' ').map((text) => ({ kind: 'text', field: 'any', form: 'word', text })),
  );
}

function partsOf(query: Query): readonly Query[] {
  return query.kind === 'and' ? query.of : [query];
}

function together(parts: readonly Query[]): Query {
  const [first] = parts;
  return first && parts.length === 1 ? first : { kind: 'and', of: parts };
}

function mapText(query: Query, change: (term: TextTerm) => Query): Query {
  switch (query.kind) {
    case 'text':
      return change(query);
    case 'not':
      return query;
    case 'and':
    case 'or':
      return { kind: query.kind, of: query.of.map((part) => mapText(part, change)) };
    default:
      return query;
  }
}
