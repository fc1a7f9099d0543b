import type { Paper, PaperId } from '../paper.ts';
import { cutAtSpace } from './cut.ts';
import { BUDGET, MOST_SENTENCES } from './limits.ts';
import { sentences } from './sentences.ts';

export interface Summary {
  readonly text: string;
  /** True when a language model wrote it: that of the source, or the operator's. */
  readonly machineWritten: boolean;
}

/** What a card says of a paper. */
export type Summarise = (paper: Paper) => Summary;

/** Takes the sentences out of an abstract that tell most. */
export type Extract = (paper: Pick<Paper, 'title' | 'abstract'>) => string;

/**
 * How papers are summarised in one channel: what the operator's language model wrote, else the
 * source's own summary, else an extract of the abstract.
 * @param written by the operator's model in the channel's language.
 */
export function createSummarise(
  written: ReadonlyMap<PaperId, string>,
  extract: Extract,
): Summarise {
  return (paper) => {
    const byMachine = written.get(paper.id) ?? (paper.machineSummary && lead(paper.machineSummary));
    if (byMachine) return { text: byMachine, machineWritten: true };
    return { text: extract(paper), machineWritten: false };
  };
}

/** The first whole sentences that fit the budget; a single longer one is cut at a space. */
function lead(text: string): string {
  const [first = '', ...others] = sentences(text);
  let summary = first;
  for (const sentence of others.slice(0, MOST_SENTENCES - 1)) {
    if (summary.length + 1 + sentence.length > BUDGET) break;
    summary += ` ${sentence}`;
  }
  return cutAtSpace(summary, BUDGET);
}
