import type { Paper } from '../paper.ts';
import { sentences } from './sentences.ts';

export interface Summary {
  readonly text: string;
  /** True when a language model of the source wrote it. */
  readonly machineWritten: boolean;
}

/** Room for two or three sentences, in characters. */
const BUDGET = 420;
const MOST_SENTENCES = 3;

/** What a card says of a paper: the source's own summary where there is one, else the first sentences of the abstract. */
export function summarise(paper: Pick<Paper, 'abstract' | 'machineSummary'>): Summary {
  if (paper.machineSummary) return { text: lead(paper.machineSummary), machineWritten: true };
  return { text: lead(paper.abstract), machineWritten: false };
}

/** The first whole sentences that fit the budget; a single longer one is cut at a space. */
function lead(text: string): string {
  const [first = '', ...others] = sentences(text);
  let summary = first;
  for (const sentence of others.slice(0, MOST_SENTENCES - 1)) {
    if (summary.length + 1 + sentence.length > BUDGET) break;
    summary += ` ${sentence}`;
  }
  return summary.length <= BUDGET
    ? summary
    : `${summary.slice(0, summary.lastIndexOf(' ', BUDGET - 1))}…`;
}
