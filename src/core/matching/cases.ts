import { type Formula, fold } from './formula.ts';

/** One way in which a formula can hold: terms that a paper has, and terms that it has not. */
export interface Case {
  readonly wanted: ReadonlySet<number>;
  readonly excluded: ReadonlySet<number>;
}

export interface Cases {
  /** A paper that satisfies the formula fits at least one of them. */
  readonly cases: readonly Case[];
  /** True when a paper that fits one of them satisfies the formula. */
  readonly exact: boolean;
}

/** More cases than this are not told apart. */
const MOST_CASES = 128;
const NOTHING: ReadonlySet<number> = new Set();
const ANYTHING: Case = { wanted: NOTHING, excluded: NOTHING };

/**
 * The cases in which a formula holds: its disjunctive normal form. Of a formula with too many
 * cases, some conditions are left out.
 */
export function casesOf(formula: Formula): Cases {
  return fold<(holds: boolean) => Cases>(formula, {
    term: (id) => (holds) => exactly([ofTerm(id, holds)]),
    not: (part) => (holds) => part(!holds),
    and: (parts) => (holds) => {
      const found = parts.map((part) => part(holds));
      return holds ? allOf(found) : anyOf(found);
    },
    or: (parts) => (holds) => {
      const found = parts.map((part) => part(holds));
      return holds ? anyOf(found) : allOf(found);
    },
  })(true);
}

function exactly(cases: readonly Case[]): Cases {
  return { cases, exact: true };
}

function ofTerm(id: number, holds: boolean): Case {
  return holds
    ? { wanted: new Set([id]), excluded: NOTHING }
    : { wanted: NOTHING, excluded: new Set([id]) };
}

function allOf(parts: readonly Cases[]): Cases {
  return parts.reduce<Cases>(
    (all, part) => {
      if (all.cases.length * part.cases.length > MOST_CASES)
        return { cases: all.cases, exact: false };
      const cases = all.cases.flatMap((one) => part.cases.map((other) => both(one, other)));
      return { cases: withoutNeedless(cases), exact: all.exact && part.exact };
    },
    exactly([ANYTHING]),
  );
}

function anyOf(parts: readonly Cases[]): Cases {
  const cases = parts.flatMap((part) => part.cases);
  if (cases.length > MOST_CASES) return { cases: [ANYTHING], exact: false };
  return { cases: withoutNeedless(cases), exact: parts.every((part) => part.exact) };
}

function both(one: Case, other: Case): Case {
  return {
    wanted: one.wanted.union(other.wanted),
    excluded: one.excluded.union(other.excluded),
  };
}

/** Leaves out a case that fits only papers that another one fits as well. */
function withoutNeedless(cases: readonly Case[]): Case[] {
  return cases.filter(
    (one, place) => !cases.some((other, at) => at !== place && covers(other, one, at < place)),
  );
}

function covers(other: Case, one: Case, isEarlier: boolean): boolean {
  const [size, otherSize] = [sizeOf(one), sizeOf(other)];
  if (otherSize > size || (otherSize === size && !isEarlier)) return false;
  return other.wanted.isSubsetOf(one.wanted) && other.excluded.isSubsetOf(one.excluded);
}

function sizeOf({ wanted, excluded }: Case): number {
  return wanted.size + excluded.size;
}
