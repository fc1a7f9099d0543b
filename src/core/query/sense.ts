import { type Query, QueryError, type Term, type Threshold } from './ast.ts';
import { covers } from './covers.ts';
import { formatTerm } from './format.ts';

/** A conjunction: everything that is asked for, and everything that is excluded. */
interface Case {
  readonly wanted: readonly Term[];
  readonly excluded: readonly Term[];
}

/** Queries with more cases than this are taken on trust. */
const MOST_CASES = 256;

/**
 * Refuses a query that every paper matches, or that none can.
 * @throws {QueryError} that says which.
 */
export function checkSense(query: Query): void {
  const cases = casesOf(query, true);
  if (cases === null) return;
  const conflicts = cases.map(conflictIn);
  if (conflicts.every((it) => it !== undefined))
    throw new QueryError(`No paper can ever match this: ${conflicts[0]}.`, 'whole');
  const open = cases.find((it, at) => it.wanted.every(isVacuous) && conflicts[at] === undefined);
  if (!open) return;
  const reason = open.excluded.length > 0 ? 'This only excludes.' : 'Every paper matches this.';
  throw new QueryError(`${reason} Add at least one word to look for.`, 'whole');
}

/** The cases in which a query holds (its disjunctive normal form); null when there are too many. */
function casesOf(query: Query, holds: boolean): Case[] | null {
  switch (query.kind) {
    case 'not':
      return casesOf(query.of, !holds);
    case 'and':
      return holds ? allOf(query.of, holds) : anyOf(query.of, holds);
    case 'or':
      return holds ? anyOf(query.of, holds) : allOf(query.of, holds);
    default:
      return [holds ? { wanted: [query], excluded: [] } : { wanted: [], excluded: [query] }];
  }
}

function anyOf(parts: readonly Query[], holds: boolean): Case[] | null {
  const cases: Case[] = [];
  for (const part of parts) {
    const more = casesOf(part, holds);
    if (more === null || cases.length + more.length > MOST_CASES) return null;
    cases.push(...more);
  }
  return cases;
}

function allOf(parts: readonly Query[], holds: boolean): Case[] | null {
  let cases: Case[] = [{ wanted: [], excluded: [] }];
  for (const part of parts) {
    const more = casesOf(part, holds);
    if (more === null || cases.length * more.length > MOST_CASES) return null;
    cases = cases.flatMap((one) => more.map((other) => both(one, other)));
  }
  return cases;
}

function both(one: Case, other: Case): Case {
  return {
    wanted: [...one.wanted, ...other.wanted],
    excluded: [...one.excluded, ...other.excluded],
  };
}

/** Why no paper fits a case; undefined when one may. */
function conflictIn({ wanted, excluded }: Case): string | undefined {
  for (const term of wanted) {
    const wide = excluded.find((it) => covers(it, term));
    if (wide) return excludes(formatTerm(wide), formatTerm(term));
  }
  const range = emptyRange(wanted.filter((term) => term.kind === 'threshold'));
  return range && `nothing is both ${range.map(formatTerm).join(' and ')}`;
}

function excludes(wide: string, term: string): string {
  return wide === term
    ? `it excludes what it asks for, ${term}`
    : `-${wide} excludes every paper with ${term}`;
}

function emptyRange(thresholds: readonly Threshold[]): [Threshold, Threshold] | undefined {
  for (const low of thresholds)
    for (const high of thresholds) {
      const apart = low.operator !== '<=' && high.operator !== '>=' && low.value > high.value;
      if (apart && low.field === high.field) return [low, high];
    }
  return undefined;
}

/** True of a term that every paper has. */
function isVacuous(term: Term): boolean {
  return term.kind === 'threshold' && term.operator === '>=' && term.value === 0;
}
