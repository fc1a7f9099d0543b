/**
 * `npm run eval:summaries`: how good the summaries of cards are, beside other unsupervised methods
 * within the same budget: ROUGE against the summaries that Hugging Face lists, and how many of a
 * title's words the summary of the abstract holds. `--examples` prints docs/summaries.md's examples,
 * `--tune` tries other settings of ours.
 */
import { extract } from '../../src/core/summary/extract.ts';
import { BUDGET } from '../../src/core/summary/limits.ts';
import { sentences } from '../../src/core/summary/sentences.ts';
import { createTermWeights, type TermWeights } from '../../src/core/summary/term-weights.ts';
import { print, timed, toMicros } from '../bench/matcher/timing.ts';
import { printExamples } from './examples.ts';
import { bootstrap, type Interval, mean } from './interval.ts';
import { type Method, ours, peers } from './methods.ts';
import { type Rouge, rouge, titleCoverage } from './metrics.ts';
import { type EvalPaper, hasData, type Referenced, readCorpus, readDays } from './papers.ts';
import { allThatFit } from './selection.ts';
import { tune } from './tune.ts';

type Metric = (scores: Rouge) => number;

const METRICS: readonly (readonly [string, Metric])[] = [
  ['R-1', ({ recall }) => recall.one],
  ['R-2', ({ recall }) => recall.two],
  ['R-L', ({ recall }) => recall.longest],
  ['F-1', ({ f1 }) => f1.one],
  ['F-2', ({ f1 }) => f1.two],
  ['F-L', ({ f1 }) => f1.longest],
];

function printDays(papers: readonly Referenced[], own: Method, others: readonly Method[]): void {
  print(
    `\nROUGE of ${BUDGET} characters at most against ${papers.length} summaries by Hugging Face: recall (R), F1 (F), and how much ours is above, with the 95% interval of the paired bootstrap.\n`,
  );
  print(
    `| method | ${METRICS.map(([name]) => name).join(' | ')} | ours above in R-1 | R-2 | R-L |`,
  );
  print(`| --- |${' --- |'.repeat(METRICS.length + 3)}`);
  const scored = scoresOf(own, papers);
  print(`| ${own.name} | ${columns(scored)} | | | |`);
  for (const other of others) {
    const theirs = scoresOf(other, papers);
    const above = METRICS.slice(0, 3).map(([, metric]) =>
      difference(scored.map(metric), theirs.map(metric)),
    );
    print(`| ${other.name} | ${columns(theirs)} | ${above.map(tellAbove).join(' | ')} |`);
  }
  print(`| oracle (best by R-1 + R-2) | ${columns(papers.map(oracle))} | | | |`);
}

function scoresOf(method: Method, papers: readonly Referenced[]): Rouge[] {
  return papers.map((paper) => {
    const all = method.summaries(paper, BUDGET).map((it) => rouge(it, paper.reference));
    return averaged(all);
  });
}

function averaged(all: readonly Rouge[]): Rouge {
  const average = (kind: 'recall' | 'f1') => ({
    one: mean(all.map((it) => it[kind].one)),
    two: mean(all.map((it) => it[kind].two)),
    longest: mean(all.map((it) => it[kind].longest)),
  });
  return { recall: average('recall'), f1: average('f1') };
}

function oracle({ abstract, reference }: Referenced): Rouge {
  const all = allThatFit(sentences(abstract), BUDGET).map((it) => rouge(it, reference));
  return all.reduce((best, it) => (sum(it) > sum(best) ? it : best));
}

function sum({ recall }: Rouge): number {
  return recall.one + recall.two;
}

function columns(scores: readonly Rouge[]): string {
  return METRICS.map(([, metric]) => mean(scores.map(metric)).toFixed(3)).join(' | ');
}

function difference(mine: readonly number[], theirs: readonly number[]): Interval {
  return bootstrap(mine.map((value, index) => value - (theirs[index] ?? 0)));
}

/** "0.052 (0.019 to 0.086)"; in bold where the interval is above zero. */
function tellAbove({ mean: middle, from, to }: Interval): string {
  const figure = middle.toFixed(3);
  return `${from > 0 ? `**${figure}**` : figure} (${from.toFixed(3)} to ${to.toFixed(3)})`;
}

function printTitles(
  papers: readonly EvalPaper[],
  weights: TermWeights,
  others: readonly Method[],
): void {
  print(
    `\nShare of a title's topical words in ${BUDGET} characters of the abstract, over ${papers.length} arXiv announcements.\n`,
  );
  print('| method | title words | ours without the title is above by |\n| --- | --- | --- |');
  const covered = (method: Method) =>
    papers.map((paper) =>
      mean(method.summaries(paper, BUDGET).map((it) => titleCoverage(it, paper.title, weights))),
    );
  const blind = ours(weights, false);
  const mine = covered(blind);
  print(`| ${blind.name} | ${mean(mine).toFixed(3)} | |`);
  for (const other of others) {
    const theirs = covered(other);
    print(
      `| ${other.name} | ${mean(theirs).toFixed(3)} | ${tellAbove(difference(mine, theirs))} |`,
    );
  }
  const seeing = ours(weights, true);
  print(`| ${seeing.name}, as it is used | ${mean(covered(seeing)).toFixed(3)} | |`);
  const best = papers.map(({ title, abstract }) =>
    Math.max(
      ...allThatFit(sentences(abstract), BUDGET).map((it) => titleCoverage(it, title, weights)),
    ),
  );
  print(`| oracle | ${mean(best).toFixed(3)} | |`);
}

function printTime(papers: readonly EvalPaper[], weights: TermWeights): void {
  const { ms } = timed(() => papers.map((paper) => extract(paper, weights)));
  print(`\n${toMicros(ms / papers.length)} µs an abstract, over ${papers.length}.`);
}

function evaluate(): void {
  const days = readDays();
  const corpus = readCorpus();
  const weights = createTermWeights();
  for (const { abstract } of corpus) weights.learn(abstract);
  if (process.argv.includes('--examples')) printExamples(days, corpus, weights);
  else if (process.argv.includes('--tune')) tune(days, corpus, weights);
  else compare(days, corpus, weights);
}

function compare(
  days: readonly Referenced[],
  corpus: readonly EvalPaper[],
  weights: TermWeights,
): void {
  const others = peers(corpus);
  printDays(days, ours(weights, true), others);
  printTitles(corpus, weights, others);
  printTime(corpus, weights);
}

if (hasData()) evaluate();
else print('Skipped: the recorded papers of ../shared/data are not on this machine.');
