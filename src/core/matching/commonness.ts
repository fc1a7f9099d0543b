import type { FactTerm, Term } from '../query/ast.ts';

/** Beside the shares of words: a name is rare, a category is not. */
const FACTS: Readonly<Record<FactTerm['field'], number>> = {
  author: 0.01,
  org: 0.02,
  category: 0.9,
  source: 0.9,
  has: 0.9,
};

/**
 * How common a term is among papers, from 0 to 1: a guess from its length, since long words are
 * rare. Nothing is counted, so that a term has the same place in the index for as long as it lives.
 */
export function commonness(term: Term): number {
  if (term.kind === 'threshold') return 1;
  if (term.kind === 'fact') return FACTS[term.field];
  if (term.form === 'prefix') return 2 / (2 + term.text.length);
  return 1 / (1 + term.text.length);
}
