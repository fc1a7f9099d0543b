import { extract } from '../../src/core/summary/extract.ts';
import type { TermWeights } from '../../src/core/summary/term-weights.ts';
import { print } from '../bench/matcher/timing.ts';
import type { EvalPaper, Referenced } from './papers.ts';

/** As the first version of Paper Route did, and as most bots still do. */
const CUT = 300;
const OF_DAY = 5;
const OF_CORPUS = 5;

/** Prints, for some papers: the cut abstract, our summary, and the listing's own where it has one. */
export function printExamples(
  days: readonly Referenced[],
  corpus: readonly EvalPaper[],
  weights: TermWeights,
): void {
  for (const paper of [...spread(days, OF_DAY), ...spread(corpus, OF_CORPUS)]) {
    print(`### ${paper.title}\n`);
    print('| | |\n| --- | --- |');
    print(`| cut after ${CUT} characters | ${cell(`${paper.abstract.slice(0, CUT)}…`)} |`);
    print(`| Paper Route | ${cell(extract(paper, weights))} |`);
    if ('reference' in paper) print(`| Hugging Face's model | ${cell(String(paper.reference))} |`);
    print('');
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
