import type { Query, Term, TextTerm } from '../query/ast.ts';
import type { Evidence } from './evidence.ts';

/** A query over terms that are made ready in some way. */
export type Formula<T> =
  | { readonly kind: 'term'; readonly term: T }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Formula<T>[] }
  | { readonly kind: 'not'; readonly of: Formula<T> };

/**
 * A query with its terms made ready. Words that stand next to each other in a query are also found
 * where they are written as one: "fine tuning" finds "finetuning". Each of the two is then either
 * itself, or both together.
 * @param prepare called for every term, as often as it occurs.
 */
export function toFormula<T>(query: Query, prepare: (term: Term) => T): Formula<T> {
  switch (query.kind) {
    case 'and':
      return { kind: 'and', of: withNeighbours(query.of).map((part) => toFormula(part, prepare)) };
    case 'or':
      return { kind: 'or', of: query.of.map((part) => toFormula(part, prepare)) };
    case 'not':
      return { kind: 'not', of: toFormula(query.of, prepare) };
    default:
      return { kind: 'term', term: prepare(query) };
  }
}

/** The terms of a formula, as often as they occur. */
export function termsOf<T>(formula: Formula<T>): T[] {
  if (formula.kind === 'term') return [formula.term];
  return formula.kind === 'not' ? termsOf(formula.of) : formula.of.flatMap(termsOf);
}

/** True when a formula holds, given which terms a paper has. */
export function holds<T>(formula: Formula<T>, has: (term: T) => boolean): boolean {
  switch (formula.kind) {
    case 'term':
      return has(formula.term);
    case 'and':
      return formula.of.every((part) => holds(part, has));
    case 'or':
      return formula.of.some((part) => holds(part, has));
    case 'not':
      return !holds(formula.of, has);
  }
}

/** The evidence of all terms that make a formula hold; null when it does not. */
export function evidenceOf<T>(
  formula: Formula<T>,
  find: (term: T) => Evidence | undefined,
): Evidence[] | null {
  switch (formula.kind) {
    case 'term': {
      const evidence = find(formula.term);
      return evidence ? [evidence] : null;
    }
    case 'not':
      return evidenceOf(formula.of, find) ? null : [];
    default:
      return gather(formula.kind, formula.of, find);
  }
}

function gather<T>(
  kind: 'and' | 'or',
  parts: readonly Formula<T>[],
  find: (term: T) => Evidence | undefined,
): Evidence[] | null {
  const gathered: Evidence[] = [];
  let held = 0;
  for (const part of parts) {
    const evidence = evidenceOf(part, find);
    if (evidence) gathered.push(...evidence);
    else if (kind === 'and') return null;
    if (evidence) held++;
  }
  return kind === 'and' || held > 0 ? gathered : null;
}

function withNeighbours(parts: readonly Query[]): Query[] {
  return parts.map((part, place) => {
    const joins = [joinWords(parts[place - 1], part), joinWords(part, parts[place + 1])];
    const of = [part, ...joins.filter((it) => it !== null)];
    return of.length === 1 ? part : { kind: 'or', of };
  });
}

function joinWords(one: Query | undefined, other: Query | undefined): TextTerm | null {
  if (one?.kind !== 'text' || other?.kind !== 'text' || one.field !== other.field) return null;
  if (one.form !== 'word' || other.form !== 'word') return null;
  return { ...one, text: one.text + other.text };
}
