import { WORTH, type Worth } from '../../src/core/summary/candidates.ts';
import { BALANCE, type Balance } from '../../src/core/summary/choose.ts';
import { extract } from '../../src/core/summary/extract.ts';
import type { TermWeights } from '../../src/core/summary/term-weights.ts';
import { print } from '../bench/matcher/timing.ts';
import { mean } from './interval.ts';
import { rouge, titleCoverage } from './metrics.ts';
import type { EvalPaper, Referenced } from './papers.ts';

interface Setting {
  readonly name: string;
  readonly worth: Worth;
  readonly balance: Balance;
}

const TITLE = [1, 1.5, 2, 3];
const COVERAGE = [2, 3, 4];
const CUES = [0, 0.5, 1, 1.5];
const PREAMBLE = [0, -0.2, -0.4];
const REDUNDANCY = [0, -0.2, -0.5, -1];
const DANGLING = [0, -0.3, -0.6];
/** Of the announcements, every so many: the titles are only looked at, not chosen by. */
const EVERY = 10;
const SHOWN = 12;

/**
 * Tries settings on the days with references. Prints the best, what each number does on average
 * over the others, and what is left of the best when each paper is scored by the setting that is
 * best for the others (leave one out), because the references that choose must not judge.
 */
export function tune(
  days: readonly Referenced[],
  corpus: readonly EvalPaper[],
  weights: TermWeights,
): void {
  const sample = corpus.filter((_, index) => index % EVERY === 0);
  const tried = settings().map((setting) => ({
    setting,
    scores: scoresOf(setting, days, weights),
  }));
  const ranked = tried.toSorted((a, b) => mean(b.scores) - mean(a.scores));
  for (const { setting, scores } of ranked.slice(0, SHOWN))
    print(
      `${mean(scores).toFixed(4)}  title words ${titles(setting, sample, weights).toFixed(3)}  ${setting.name}`,
    );
  printMarginals(tried);
  const used = scoresOf({ name: 'used', worth: WORTH, balance: BALANCE }, days, weights);
  print(`in use ${mean(used).toFixed(4)}, leave one out ${leaveOneOut(tried).toFixed(4)}`);
}

interface Tried {
  readonly setting: Setting;
  readonly scores: readonly number[];
}

function settings(): Setting[] {
  return TITLE.flatMap((title) =>
    COVERAGE.flatMap((coverage) =>
      CUES.flatMap((cues) =>
        PREAMBLE.flatMap((preamble) =>
          REDUNDANCY.flatMap((redundancy) =>
            DANGLING.map((dangling) => ({
              name: `title ${title}, coverage ${coverage}, cues ${cues}, preamble ${preamble}, redundancy ${redundancy}, dangling ${dangling}`,
              worth: { ...scaled(cues), title, preamble },
              balance: { coverage, redundancy, dangling },
            })),
          ),
        ),
      ),
    ),
  );
}

/** Where code is found is never worth telling: the card has a link to it. */
function scaled(cues: number): Worth {
  const { contribution, finding, gain, figure, background, leaning } = WORTH;
  return {
    ...WORTH,
    contribution: contribution * cues,
    finding: finding * cues,
    gain: gain * cues,
    figure: figure * cues,
    background: background * cues,
    leaning: leaning * cues,
  };
}

/** R-1 + R-2 + R-L of each paper. */
function scoresOf(
  { worth, balance }: Setting,
  days: readonly Referenced[],
  weights: TermWeights,
): number[] {
  return days.map((paper) => {
    const { recall } = rouge(extract(paper, weights, { worth, balance }), paper.reference);
    return recall.one + recall.two + recall.longest;
  });
}

function titles(
  { worth, balance }: Setting,
  papers: readonly EvalPaper[],
  weights: TermWeights,
): number {
  return mean(
    papers.map(({ title, abstract }) =>
      titleCoverage(extract({ title: '', abstract }, weights, { worth, balance }), title, weights),
    ),
  );
}

function printMarginals(tried: readonly Tried[]): void {
  for (const part of ['title', 'coverage', 'cues', 'preamble', 'redundancy', 'dangling']) {
    const groups = Map.groupBy(tried, ({ setting }) => partOf(setting.name, part));
    const told = [...groups].map(
      ([value, of]) => `${value}: ${mean(of.map(({ scores }) => mean(scores))).toFixed(4)}`,
    );
    print(`${part}  ${told.join('  ')}`);
  }
}

function partOf(name: string, part: string): string {
  return new RegExp(`${part} (\\S+?)(?:,|$)`).exec(name)?.[1] ?? '';
}

function leaveOneOut(tried: readonly Tried[]): number {
  const papers = tried[0]?.scores.map((_, index) => index) ?? [];
  return mean(papers.map((index) => bestWithout(index, tried).scores[index] ?? 0));
}

function bestWithout(index: number, tried: readonly Tried[]): Tried {
  const without = ({ scores }: Tried) => mean(scores.toSpliced(index, 1));
  return tried.reduce((best, it) => (without(it) > without(best) ? it : best));
}
