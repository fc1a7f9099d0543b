import type { Formula } from './formula.ts';

/** More cases than this are not told apart. */
const MOST_CASES = 128;

/**
 * The cases in which a formula can hold, each as the terms that a paper must then have. What it
 * must not have is left out, and of a formula with too many cases some of what it must have: a
 * paper that fits a case need not satisfy the formula, but one that satisfies it fits a case. A
 * case may be empty: then nothing is needed.
 */
export function conjunctionsOf<T>(formula: Formula<T>): readonly ReadonlySet<T>[] {
  return casesOf(formula, true);
}

type Cases<T> = readonly ReadonlySet<T>[];

function casesOf<T>(formula: Formula<T>, wanted: boolean): Cases<T> {
  switch (formula.kind) {
    case 'term':
      return [new Set(wanted ? [formula.term] : [])];
    case 'not':
      return casesOf(formula.of, !wanted);
    default: {
      const parts = formula.of.map((part) => casesOf(part, wanted));
      return (formula.kind === 'and') === wanted ? allOf(parts) : anyOf(parts);
    }
  }
}

function allOf<T>(parts: readonly Cases<T>[]): Cases<T> {
  return parts.reduce<Cases<T>>(
    (cases, more) => {
      if (cases.length * more.length > MOST_CASES) return cases;
      return smallest(cases.flatMap((one) => more.map((other) => one.union(other))));
    },
    [new Set()],
  );
}

function anyOf<T>(parts: readonly Cases<T>[]): Cases<T> {
  const cases = parts.flat();
  return cases.length > MOST_CASES ? [new Set()] : smallest(cases);
}

/** Without the cases that need all that another one needs. */
function smallest<T>(cases: Cases<T>): Cases<T> {
  return cases.filter(
    (one, place) =>
      !cases.some((other, at) => at !== place && makesNeedless(other, one, at < place)),
  );
}

function makesNeedless<T>(other: ReadonlySet<T>, one: ReadonlySet<T>, isEarlier: boolean): boolean {
  return (other.size < one.size || isEarlier) && other.isSubsetOf(one);
}
