import { extract } from '../../src/core/summary/extract.ts';
import { BUDGET } from '../../src/core/summary/limits.ts';
import type { TermWeights } from '../../src/core/summary/term-weights.ts';
import { print } from '../bench/matcher/timing.ts';
import { peers } from './methods.ts';
import type { EvalPaper } from './papers.ts';

/** As the first version of Paper Route did, and as most bots still do. */
const CUT = 300;
const OF_DAYS = 5;
const OF_CORPUS = 5;

/** Prints, for some papers: the cut abstract, a peer's summary, and ours. */
export function printExamples(
  days: readonly EvalPaper[],
  corpus: readonly EvalPaper[],
  weights: TermWeights,
): void {
  const [lexRank] = peers(corpus).filter(({ name }) => name === 'LexRank, as published');
  for (const paper of [...spread(days, OF_DAYS), ...spread(corpus, OF_CORPUS)]) {
    print(`### ${paper.title}\n`);
    print('| | |\n| --- | --- |');
    print(`| cut after ${CUT} characters | ${cell(`${paper.abstract.slice(0, CUT)}…`)} |`);
    print(`| LexRank | ${cell(lexRank?.summaries(paper, BUDGET)[0] ?? '')} |`);
    print(`| **Paper Route** | ${cell(extract(paper, weights))} |\n`);
  }
}

/** Some of a list, at equal distances, so that nobody has picked them. */
function spread<T>(all: readonly T[], count: number): T[] {
  return Array.from(
    { length: count },
    (_, index) => all[Math.floor((index * all.length) / count)],
  ).filter((it) => it !== undefined);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
