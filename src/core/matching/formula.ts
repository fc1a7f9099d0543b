import type { Query, Term, TextTerm } from '../query/ast.ts';

/**
 * A query as numbers, in reverse Polish notation: a term is its id, an operator is negative and
 * stands behind its parts. A tenth of the memory that a tree of objects takes.
 */
export type Formula = readonly number[];

/** What is made of a formula, from its terms upwards. */
export interface Algebra<Value> {
  term(id: number): Value;
  not(part: Value): Value;
  and(parts: readonly Value[]): Value;
  or(parts: readonly Value[]): Value;
}

const NOT = -1;
/** Of so many parts. */
const and = (parts: number) => -2 * parts;
const or = (parts: number) => -2 * parts - 1;

/**
 * The formula of a query. Words that stand next to each other in it are also found where they are
 * written as one: "fine tuning" finds "finetuning". Each of the two is then either itself, or both
 * together.
 * @param idOf called for every term, as often as it occurs; ids are not negative.
 */
export function toFormula(query: Query, idOf: (term: Term) => number): Formula {
  switch (query.kind) {
    case 'and':
      return group(withNeighbours(query.of), idOf, and(query.of.length));
    case 'or':
      return group(query.of, idOf, or(query.of.length));
    case 'not':
      return [...toFormula(query.of, idOf), NOT];
    default:
      return [idOf(query)];
  }
}

/** The ids of the terms of a formula, as often as they occur. */
export function termsOf(formula: Formula): number[] {
  return formula.filter((code) => code >= 0);
}

/** Works a formula out. */
export function fold<Value>(formula: Formula, algebra: Algebra<Value>): Value {
  const stack: Value[] = [];
  for (const code of formula) {
    if (code >= 0) stack.push(algebra.term(code));
    else if (code === NOT) stack.push(algebra.not(stack.pop() as Value));
    else {
      const parts = stack.splice(stack.length - (-code >> 1));
      stack.push(code % 2 === 0 ? algebra.and(parts) : algebra.or(parts));
    }
  }
  return stack[0] as Value;
}

/** True when a formula holds for a paper with certain terms. */
export function holds(formula: Formula, has: (id: number) => boolean): boolean {
  return fold<boolean>(formula, {
    term: has,
    not: (part) => !part,
    and: (parts) => parts.every((part) => part),
    or: (parts) => parts.some((part) => part),
  });
}

function group(parts: readonly Query[], idOf: (term: Term) => number, operator: number): Formula {
  return [...parts.flatMap((part) => toFormula(part, idOf)), operator];
}

/**
 * The parts of a conjunction, each either itself or written as one with a neighbour: "fine tuning"
 * is "finetuning", too.
 */
export function withNeighbours(parts: readonly Query[]): Query[] {
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
