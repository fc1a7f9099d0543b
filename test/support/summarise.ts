import { extract } from '../../src/core/summary/extract.ts';
import { createSummarise } from '../../src/core/summary/summarise.ts';
import { createTermWeights } from '../../src/core/summary/term-weights.ts';

/** What cards say while there is neither an archive nor a language model. */
export const summarise = createSummarise(new Map(), (paper) => extract(paper, createTermWeights()));
