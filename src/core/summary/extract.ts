import { candidatesOf, WORTH, type Worth } from './candidates.ts';
import { BALANCE, type Balance, choose } from './choose.ts';
import { cutAtSpace } from './cut.ts';
import { BUDGET, MOST_SENTENCES } from './limits.ts';
import { sentences } from './sentences.ts';
import type { TermWeights } from './term-weights.ts';

export interface ExtractOptions {
  /** In characters. */
  readonly budget?: number;
  readonly worth?: Worth;
  readonly balance?: Balance;
}

/**
 * The sentences of an abstract that say what is new and what came out of it, in their order, within
 * the budget; all of a shorter abstract. Where not even one fits, the best is cut at a space. The same paper and weights give
 * the same summary. docs/adr/0007-summaries.md describes the method.
 */
export function extract(
  paper: { readonly title: string; readonly abstract: string },
  weights: TermWeights,
  { budget = BUDGET, worth = WORTH, balance = BALANCE }: ExtractOptions = {},
): string {
  if (isShort(paper.abstract, budget)) return paper.abstract;
  const candidates = candidatesOf(paper, weights, worth);
  const chosen = choose(candidates, weights, budget, balance);
  if (chosen.length > 0) return chosen.map(({ text }) => text).join(' ');
  const [best] = candidates.toSorted((a, b) => b.score - a.score);
  return cutAtSpace(best?.text ?? paper.abstract, budget);
}

/** There is nothing to leave out of it. */
function isShort(abstract: string, budget: number): boolean {
  return abstract.length <= budget && sentences(abstract).length <= MOST_SENTENCES;
}
