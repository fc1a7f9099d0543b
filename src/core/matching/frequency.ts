import type { FactTerm, Term } from '../query/ast.ts';
import { analyse } from './text.ts';

/** How many papers of a sample have a word with this stem; 0 when unknown. */
export type Frequency = (stem: string) => number;

/** Beside counts in a sample of some thousand papers: a name is rare, a category is not. */
const FACTS: Readonly<Record<FactTerm['field'], number>> = {
  author: 1,
  org: 10,
  category: 1_000,
  source: 1_000,
  has: 1_000,
};
const SHORTEST_PREFIX = 2_000;

/** How many papers of the sample have a term, roughly and at most. */
export function commonness(term: Term, frequency: Frequency): number {
  if (term.kind === 'threshold') return Number.POSITIVE_INFINITY;
  if (term.kind === 'fact') return FACTS[term.field];
  if (term.form === 'prefix') return SHORTEST_PREFIX / term.text.length;
  return Math.min(...analyse(term.text).words.map((word) => rarity(word.stem, frequency)));
}

/** The count of a stem; of two that are equal or unknown, the shorter one passes for commoner. */
export function rarity(stem: string, frequency: Frequency): number {
  return frequency(stem) + 1 / (1 + stem.length);
}
