import type { Query, TextTerm } from './ast.ts';

/**
 * Queries that find less than this one, the nearest first: its words side by side, in the title
 * alone, only what was voted for.
 */
export function narrower(query: Query): Query[] {
  const inTitle = mapText(query, (term) =>
    term.field === 'any' ? { ...term, field: 'title' } : term,
  );
  const beside = sideBySide(query);
  return [
    beside,
    inTitle,
    voted(query, 10),
    sideBySide(inTitle),
    voted(inTitle, 10),
    voted(query, 30),
    voted(inTitle, 30),
  ];
}

/** With so many upvotes at least. */
function voted(query: Query, value: number): Query {
  const threshold: Query = { kind: 'threshold', field: 'upvotes', operator: '>=', value };
  return { kind: 'and', of: [...partsOf(query), threshold] };
}

/** Words that follow each other as one with a hyphen. */
function sideBySide(query: Query): Query {
  const parts: Query[] = [];
  for (const part of partsOf(query)) {
    const both = hyphenated(parts.at(-1), part);
    parts.splice(both ? -1 : parts.length, both ? 1 : 0, both ?? part);
  }
  return together(parts);
}

function hyphenated(one: Query | undefined, other: Query): TextTerm | undefined {
  if (one?.kind !== 'text' || other.kind !== 'text' || one.field !== other.field) return undefined;
  if (one.form !== 'word' || other.form !== 'word') return undefined;
  return { ...one, text: `${one.text}-${other.text}` };
}

/**
 * What is meant by operators in small letters ("dpo or grpo", "grpo not survey"), which are words;
 * undefined when there are none, or when nothing is meant by them.
 */
export function inCapitals(query: Query): Query | undefined {
  if (query.kind !== 'and' || !query.of.some((part) => OPERATORS.has(wordOf(part))))
    return undefined;
  const sides: Query[][] = [[]];
  for (const [place, part] of query.of.entries()) {
    const word = wordOf(part);
    if (word === 'or') sides.push([]);
    else if (!OPERATORS.has(word))
      sides.at(-1)?.push(wordOf(query.of[place - 1]) === 'not' ? { kind: 'not', of: part } : part);
  }
  if (sides.some((side) => side.every((part) => part.kind === 'not'))) return undefined;
  const [side] = sides;
  return side && sides.length === 1 ? together(side) : { kind: 'or', of: sides.map(together) };
}

const OPERATORS: ReadonlySet<string> = new Set(['or', 'and', 'not']);

/** The word that a part is; '' when it is more than one, or in a field. */
function wordOf(part: Query | undefined): string {
  return part?.kind === 'text' && part.form === 'word' && part.field === 'any' ? part.text : '';
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
