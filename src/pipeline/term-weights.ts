import type { PaperStore } from '../core/paper.ts';
import { createTermWeights, type TermWeights } from '../core/summary/term-weights.ts';

/** So many abstracts tell which words are common. */
const SAMPLE = 1_000;

/** The weights of words by the papers that were listed last. */
export async function loadTermWeights(
  papers: Pick<PaperStore, 'latestAbstracts'>,
): Promise<TermWeights> {
  const weights = createTermWeights();
  for (const abstract of await papers.latestAbstracts(SAMPLE)) weights.learn(abstract);
  return weights;
}
